import {
  describeSecretUse,
  hostOrigins,
  listSecretUses,
  serverAccessNames,
  type Configuration,
} from '@groundplan/configuration'
import { usesServerAccess } from './server-access.ts'

/**
 * Says of each host what merging the configuration would have sent where. Says nothing of the operator's variables: reviewers
 * read it before anybody has approved the file.
 */
export function describeSecrets(configuration: Configuration): readonly string[] {
  const uses = listSecretUses(configuration)
  return Object.entries(configuration.hosts).flatMap(([name, host]) => {
    if (host.kind === 'local-git') return []
    const own = uses.filter((use) => use.host === name)
    const isImplicit = usesServerAccess(host) && host.token === undefined
    const access = { reference: { env: serverAccessNames[0] }, origins: hostOrigins(host) }
    return (isImplicit ? [access, ...own] : own).map((use) => `\`${name}\`: ${describeSecretUse(use)}`)
  })
}
