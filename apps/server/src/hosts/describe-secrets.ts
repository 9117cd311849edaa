import {
  describeSecretUse,
  hostOrigins,
  listSecretUses,
  serverAccessNames,
  type Configuration,
} from '@groundplan/configuration'
import type { HostAccess } from './create-host.ts'
import { isServerToken, usesServerAccess, type ConfiguredHost } from './server-access.ts'

/** How the server signs in to the host of the blueprint repository. */
export type ServerSignIn = Pick<HostAccess, 'app' | 'oauth'>

/**
 * Says of each host what merging the configuration would have sent where. Of the operator's variables it only says by which the server
 * signs in: reviewers read it before anybody has approved the file.
 */
export function describeSecrets(
  configuration: Pick<Configuration, 'hosts'>,
  signIn: ServerSignIn,
): readonly string[] {
  const uses = listSecretUses(configuration)
  return Object.entries(configuration.hosts).flatMap(([name, host]) => {
    if (host.kind === 'local-git') return []
    const isServers = usesServerAccess(host)
    const own = uses.filter((use) => use.host === name && !(isServers && isServerToken(use.reference)))
    const lines = own.map((use) => describeSecretUse(use))
    return [...(isServers ? [describeServerAccess(host, signIn)] : []), ...lines].map(
      (line) => `\`${name}\`: ${line}`,
    )
  })
}

function describeServerAccess(host: ConfiguredHost, { app, oauth }: ServerSignIn): string {
  const origins = hostOrigins(host).join(', ')
  if (app !== undefined)
    return `Signs in to ${origins} as the server's GitHub App (GROUNDPLAN_BLUEPRINTS_APP_ID, with its private key)`
  if (oauth !== undefined)
    return `Signs in to ${origins} as the server's OAuth consumer (GROUNDPLAN_BLUEPRINTS_CLIENT_ID and GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET)`
  return `Sends secret ${serverAccessNames[0]} to ${origins}`
}
