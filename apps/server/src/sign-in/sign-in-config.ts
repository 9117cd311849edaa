import { defaultSessionLimits, type Admins, type SessionLimits } from '@groundplan/access'
import { parseDuration } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import type { OidcSettings } from '@groundplan/identity-oidc'
import { redact } from '@groundplan/process'
import { mayCarrySecrets } from '@groundplan/scm'
import { z } from 'zod'

const duration = z.string().transform((text, context) => {
  const parsed = parseDuration(text)
  if (parsed !== undefined && parsed >= 60_000) return parsed
  context.addIssue({ code: 'custom', message: 'Use a duration of at least a minute, such as 30m or 12h.' })
  return z.NEVER
})

/** How people sign in. */
export const signInVariables = {
  /** Address of the OpenID provider with which people sign in. */
  GROUNDPLAN_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(mayCarrySecrets, { message: 'Use https://. http:// is only allowed for this machine.' })
    .optional(),
  /** ID of Groundplan as a client of the provider. */
  GROUNDPLAN_OIDC_CLIENT_ID: z.string().min(1).optional(),
  /** The client's secret; without one it is a public client. */
  GROUNDPLAN_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Scopes to ask for, separated by spaces. */
  GROUNDPLAN_OIDC_SCOPES: z
    .string()
    .refine((scopes) => scopes.split(/\s+/).includes('openid'), { message: 'The scope openid is missing.' })
    .default('openid profile email'),
  /** Claim that names people; an e-mail address has to be verified. */
  GROUNDPLAN_OIDC_USERNAME_CLAIM: z.string().min(1).default('email'),
  /** Claim with the groups of people. */
  GROUNDPLAN_OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  /** Account admins, separated by commas: usernames, and groups as group:NAME. */
  GROUNDPLAN_ADMINS: z.string().default(''),
  /** How long a session lasts without being used, e.g. 30m; an hour by default. */
  GROUNDPLAN_SESSION_IDLE: duration.optional(),
  /** How long a session lasts at most, e.g. 8h; 12 hours by default. */
  GROUNDPLAN_SESSION_LIFETIME: duration.optional(),
}

export interface SignInConfig {
  readonly oidc: OidcSettings
  readonly admins: Admins
  readonly limits: SessionLimits
}

/** How people sign in; `undefined` without an identity provider. Throws InputError if something is missing. */
export function readSignIn(
  variables: z.infer<z.ZodObject<typeof signInVariables>>,
): SignInConfig | undefined {
  const { GROUNDPLAN_OIDC_ISSUER: issuer, GROUNDPLAN_OIDC_CLIENT_ID: clientId } = variables
  if (issuer === undefined && clientId === undefined) return undefined
  if (issuer === undefined || clientId === undefined) {
    const missing = issuer === undefined ? 'GROUNDPLAN_OIDC_ISSUER' : 'GROUNDPLAN_OIDC_CLIENT_ID'
    throw new InputError(`People cannot sign in: ${missing} is not set.`, {
      hint: 'Set the address of the identity provider and the ID of the client that you have registered there.',
    })
  }
  const oidc: OidcSettings = {
    ...{ issuer, clientId, clientSecret: variables.GROUNDPLAN_OIDC_CLIENT_SECRET },
    scopes: variables.GROUNDPLAN_OIDC_SCOPES,
    claims: {
      username: variables.GROUNDPLAN_OIDC_USERNAME_CLAIM,
      groups: variables.GROUNDPLAN_OIDC_GROUPS_CLAIM,
    },
  }
  return {
    oidc: redact(oidc, ['clientSecret']),
    admins: readAdmins(variables.GROUNDPLAN_ADMINS),
    limits: {
      idle: variables.GROUNDPLAN_SESSION_IDLE ?? defaultSessionLimits.idle,
      lifetime: variables.GROUNDPLAN_SESSION_LIFETIME ?? defaultSessionLimits.lifetime,
    },
  }
}

function readAdmins(text: string): Admins {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const prefix = 'group:'
  return {
    usernames: names.filter((name) => !name.startsWith(prefix)),
    groups: names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length).trim()),
  }
}
