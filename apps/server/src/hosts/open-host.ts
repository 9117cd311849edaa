import {
  configurationPath,
  displayReference,
  hostOrigins,
  type SecretReference,
} from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import type { ScmHost } from '@groundplan/scm'
import { bindSecret } from './bind-secret.ts'
import type { HostAccess } from './create-host.ts'
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
 * Opens a host of the configuration for an owner's repositories. Throws InputError if its credentials are not set or the operator does
 * not allow them to be sent there.
 */
export async function openHost(
  name: string,
  host: ConfiguredHost,
  { hosted, secrets, clients }: HostSources,
  owner = '',
): Promise<ScmHost> {
  const subject = `The host "${name}" in ${configurationPath}`
  const isServers = hosted !== undefined && isServerHost(host, hosted.access)
  if (usesServerAccess(host)) {
    if (!isServers) throw withoutToken(subject, host)
    const [foreign] = foreignOrigins(host, hosted.access)
    if (foreign !== undefined) throw foreignApi(subject, foreign)
    return openServerHost(hosted, clients, owner)
  }
  const { kind } = host
  const url = host.url.replace(/\/+$/, '')
  const apiUrl = effectiveApiUrl(host, hosted?.access)
  const origins = effectiveOrigins(host, hosted?.access)
  const bind: Bind = (reference) =>
    typeof reference === 'string' ? reference : bindSecret(reference, { subject, origins }, secrets)
  return clients.open({ ...{ kind, name, url, apiUrl, origins }, ...readSignIn(host, bind, owner) })
}

/** The server's App has another installation, with tokens of its own, on each other owner. */
async function openServerHost(
  { host, access }: HostedBlueprints,
  clients: HostClients,
  owner: string,
): Promise<ScmHost> {
  const { app } = access
  const isOther = owner !== '' && owner.toLowerCase() !== app?.owner.toLowerCase()
  if (app === undefined || app.installation !== undefined || !isOther) return host
  return clients.open({ ...access, app: { ...app, owner } })
}

type Bind = (reference: SecretReference | string) => string

function readSignIn(
  host: ConfiguredHost,
  bind: Bind,
  owner: string,
): Pick<HostAccess, 'token' | 'tokenVariable' | 'username' | 'app' | 'oauth'> {
  const { token, username, app, oauth } = { username: undefined, app: undefined, oauth: undefined, ...host }
  if (app !== undefined) {
    const { id, installation, 'private-key': privateKey } = app
    const chosen = installation === undefined ? undefined : String(installation)
    return { token: '', app: { id: String(id), privateKey: bind(privateKey), installation: chosen, owner } }
  }
  if (oauth !== undefined) {
    const { 'client-id': clientId, 'client-secret': clientSecret } = oauth
    return { token: '', oauth: { clientId: bind(clientId), clientSecret: bind(clientSecret) } }
  }
  return {
    token: token === undefined ? '' : bind(token),
    tokenVariable: token && displayReference(token),
    username: username === undefined ? undefined : bind(username),
  }
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
