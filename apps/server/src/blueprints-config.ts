import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorMessage, InputError } from '@groundplan/errors'
import { redact } from '@groundplan/process'
import { mayCarrySecrets, scmKinds } from '@groundplan/scm'
import { z } from 'zod'
import type { BlueprintsConfig } from './hosts/locate-blueprints.ts'
import { isSshAddress } from './hosts/parse-repository-url.ts'

/** An address that secrets or deliveries are sent to. */
export const confidentialUrl = z
  .url({ protocol: /^https?$/ })
  .refine(mayCarrySecrets, { message: 'Use https://. http:// is only allowed for this machine.' })

/** A web address, or one for SSH. */
const repositoryAddress = z.string().superRefine((address, context) => {
  if (isSshAddress(address)) return
  const { error } = confidentialUrl.safeParse(address)
  for (const { message } of error?.issues ?? []) context.addIssue({ code: 'custom', message })
})

/** Where the blueprint repository is, and how the server signs in there. */
export const blueprintsVariables = {
  /** Web or SSH address of the blueprint repository at a host; by default it is in the home folder. */
  GROUNDPLAN_BLUEPRINTS: repositoryAddress.optional(),
  /** Kind of that host, where its name does not tell. */
  GROUNDPLAN_BLUEPRINTS_KIND: z.enum(scmKinds).exclude(['local-git']).optional(),
  /** Address of the host's API, where it does not follow from the other one. */
  GROUNDPLAN_BLUEPRINTS_API_URL: confidentialUrl.optional(),
  /** Token that may read and write the blueprint repository. */
  GROUNDPLAN_BLUEPRINTS_TOKEN: z.string().optional(),
  /** GitHub App instead of a token: its App ID or client ID. */
  GROUNDPLAN_BLUEPRINTS_APP_ID: z.string().optional(),
  /** The App's private key in PEM format. */
  GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY: z.string().optional(),
  /** Path of a file with the App's private key. */
  GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE: z.string().optional(),
  /** ID of the App's installation; by default the one on the owner of the blueprint repository. */
  GROUNDPLAN_BLUEPRINTS_APP_INSTALLATION_ID: z.string().regex(/^\d+$/).optional(),
  /** OAuth consumer of Bitbucket Cloud instead of a token: its key. */
  GROUNDPLAN_BLUEPRINTS_CLIENT_ID: z.string().optional(),
  /** The OAuth consumer's secret. */
  GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET: z.string().optional(),
  /** Private key for an SSH address; by default the SSH agent's and the user's own. */
  GROUNDPLAN_BLUEPRINTS_SSH_KEY_FILE: z.string().optional(),
  /** Known hosts for an SSH address; by default the user's own. */
  GROUNDPLAN_BLUEPRINTS_SSH_KNOWN_HOSTS_FILE: z.string().optional(),
  /** E-mail address of a Bitbucket Cloud API token. */
  GROUNDPLAN_BLUEPRINTS_USERNAME: z.string().optional(),
  /** Secret with which the host signs webhooks about the blueprint repository. */
  GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: z.string().optional(),
}

type BlueprintsVariables = z.infer<z.ZodObject<typeof blueprintsVariables>>

/** Where the blueprint repository is; `undefined` if in the home folder. Throws InputError. */
export function readBlueprints(data: BlueprintsVariables): BlueprintsConfig | undefined {
  const { GROUNDPLAN_BLUEPRINTS: address, GROUNDPLAN_BLUEPRINTS_TOKEN: token } = data
  if (address === undefined) return undefined
  const signIn = { token, app: readApp(data), oauth: readOauth(data) }
  requireOneSignIn(signIn)
  const blueprints = {
    ...{ ...signIn, address, token: token ?? '' },
    kind: data.GROUNDPLAN_BLUEPRINTS_KIND,
    apiUrl: data.GROUNDPLAN_BLUEPRINTS_API_URL,
    username: data.GROUNDPLAN_BLUEPRINTS_USERNAME,
    webhookSecret: data.GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET,
    ssh: readSsh(data),
  }
  return redact(blueprints, ['token', 'username', 'webhookSecret', 'app', 'oauth'])
}

function requireOneSignIn(signIn: Readonly<Record<'token' | 'app' | 'oauth', unknown>>): void {
  const names = { token: '_TOKEN', app: '_APP_ID', oauth: '_CLIENT_ID' }
  const given = (['token', 'app', 'oauth'] as const).filter((key) => signIn[key] !== undefined)
  if (given.length === 1) return
  if (given.length > 1) {
    const list = given.map((key) => `GROUNDPLAN_BLUEPRINTS${names[key]}`).join(' and ')
    throw new InputError(`${list} are both set.`, { hint: 'Keep one of them: there is one way to sign in.' })
  }
  throw new InputError('GROUNDPLAN_BLUEPRINTS refers to a repository on a host, but no token is set.', {
    hint: 'Set GROUNDPLAN_BLUEPRINTS_TOKEN to a token with read and write access, or set up a GitHub App or an OAuth consumer: docs/hosts.md.',
  })
}

function readApp(data: BlueprintsVariables): BlueprintsConfig['app'] {
  const id = data.GROUNDPLAN_BLUEPRINTS_APP_ID
  const keyVariable = 'GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY'
  const file = data.GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE
  const key =
    data[keyVariable] ?? (file === undefined ? undefined : readSecretFile(file, `${keyVariable}_FILE`))
  if (id === undefined && key === undefined) return undefined
  if (id === undefined || key === undefined) {
    const missing =
      id === undefined ? 'GROUNDPLAN_BLUEPRINTS_APP_ID' : `${keyVariable} or ${keyVariable}_FILE`
    throw new InputError(`A GitHub App needs its id and its private key, but ${missing} is not set.`, {
      hint: 'Both are in the settings of the App on GitHub.',
    })
  }
  return { id, privateKey: key, installation: data.GROUNDPLAN_BLUEPRINTS_APP_INSTALLATION_ID }
}

function readOauth(data: BlueprintsVariables): BlueprintsConfig['oauth'] {
  const { GROUNDPLAN_BLUEPRINTS_CLIENT_ID: clientId, GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET: clientSecret } =
    data
  if (clientId === undefined && clientSecret === undefined) return undefined
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  const missing =
    clientId === undefined ? 'GROUNDPLAN_BLUEPRINTS_CLIENT_ID' : 'GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET'
  throw new InputError(`An OAuth consumer needs its key and its secret, but ${missing} is not set.`, {
    hint: 'Both are in the settings of the workspace on Bitbucket, under "OAuth consumers".',
  })
}

function readSsh(data: BlueprintsVariables): BlueprintsConfig['ssh'] {
  const { GROUNDPLAN_BLUEPRINTS_SSH_KEY_FILE: key, GROUNDPLAN_BLUEPRINTS_SSH_KNOWN_HOSTS_FILE: known } = data
  if (key === undefined && known === undefined) return undefined
  // ssh would say so too, but as one of many lines, and goes on without.
  if (key !== undefined) readSecretFile(key, 'GROUNDPLAN_BLUEPRINTS_SSH_KEY_FILE')
  if (known !== undefined) readSecretFile(known, 'GROUNDPLAN_BLUEPRINTS_SSH_KNOWN_HOSTS_FILE')
  return {
    keyFile: key === undefined ? undefined : resolve(key),
    knownHostsFile: known === undefined ? undefined : resolve(known),
  }
}

function readSecretFile(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new InputError(`Could not read ${path} (${variable}): ${errorMessage(error)}.`, {
      hint: 'Check the path, and that the user of the server may read the file.',
    })
  }
}
