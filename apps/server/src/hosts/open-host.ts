import { configurationPath, hostOrigins } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import type { ScmHost } from '@groundplan/scm'
import { bindSecret } from './bind-secret.ts'
import type { HostClients } from './host-clients.ts'
import type { HostSecrets } from './host-secrets.ts'
import type { HostedBlueprints } from './locate-blueprints.ts'
import {
  effectiveApiUrl,
  effectiveOrigins,
  foreignOrigins,
  isServerHost,
  usesServerAccess,
  type ConfiguredHost,
} from './server-access.ts'

/** Where a host's credentials may come from. */
export interface CredentialSources {
  /** The server's own access to the blueprint repository. */
  readonly hosted: HostedBlueprints | undefined
  /** What the operator has set for other hosts. */
  readonly secrets: HostSecrets
}

export interface HostSources extends CredentialSources {
  readonly clients: HostClients
}

/**
 * Opens a host of the configuration. Throws InputError if its credentials are not set or the operator does not allow them to be
 * sent there.
 */
export async function openHost(
  name: string,
  host: ConfiguredHost,
  { hosted, secrets, clients }: HostSources,
): Promise<ScmHost> {
  const subject = `The host "${name}" in ${configurationPath}`
  const isServers = hosted !== undefined && isServerHost(host, hosted.access)
  if (usesServerAccess(host)) {
    if (!isServers) throw withoutToken(subject, host)
    const [foreign] = foreignOrigins(host, hosted.access)
    if (foreign !== undefined) throw foreignApi(subject, foreign)
    return hosted.host
  }
  const { kind, token, username } = { username: undefined, ...host }
  const url = host.url.replace(/\/+$/, '')
  const apiUrl = effectiveApiUrl(host, hosted?.access)
  const origins = effectiveOrigins(host, hosted?.access)
  const bind = (reference: Parameters<typeof bindSecret>[0]) =>
    bindSecret(reference, { subject, origins }, secrets)
  return clients.open({
    ...{ kind, name, url, apiUrl, origins },
    token: token === undefined ? '' : bind(token),
    tokenVariable: token !== undefined && 'env' in token ? token.env : undefined,
    username: username === undefined || typeof username === 'string' ? username : bind(username),
  })
}

function withoutToken(subject: string, host: ConfiguredHost): InputError {
  const reason =
    host.token === undefined
      ? 'has no token'
      : "uses the server's token for the blueprint repository, but is a different host"
  const variable = 'GROUNDPLAN_SECRET_NAME'
  return new InputError(`${subject} ${reason}.`, {
    hint: `Set ${variable} and ${variable}_ORIGINS=${hostOrigins(host).join(',')} in the server's environment, and add \`token: { env: ${variable} }\`.`,
  })
}

function foreignApi(subject: string, origin: string): InputError {
  return new InputError(
    `${subject} would send the server's token to ${origin}, which the server does not allow.`,
    {
      hint: 'Remove `api-url` there; the operator sets it with GROUNDPLAN_BLUEPRINTS_API_URL.',
    },
  )
}
