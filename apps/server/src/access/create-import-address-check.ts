import { requirePermission, type Caller } from '@groundplan/access'
import type { Configuration } from '@groundplan/configuration'
import { checkImportAddresses, parseAllowedHost, type AllowedHost } from '@groundplan/scm'
import { createReach, requireListedFolder, type ReachConfig } from './create-reach.ts'

/** Checks addresses that a caller wants to import; `isLocal` if a program of this machine asks. */
export type CheckImportAddresses = (
  addresses: readonly string[],
  caller: { readonly isLocal: boolean; readonly caller: Caller },
) => Promise<void>

export interface ImportAddressCheckOptions {
  readonly config: ReachConfig
  readonly spaceId: string
  /** The hosts of the merged configuration. */
  readonly readHosts: () => Promise<Configuration['hosts']>
}

/**
 * What callers may name for an import. Programs of this machine may name any host, unless the server serves others too; everyone
 * else may name the hosts that the operator or the merged configuration lists. Folders are for administrators of the account: any of them
 * for a program of this machine where nobody else is served, otherwise those that the operator lists.
 */
export function createImportAddressCheck({
  config,
  spaceId,
  readHosts,
}: ImportAddressCheckOptions): CheckImportAddresses {
  const { importFolders = [], importHosts = [], blueprints } = config
  const operators = [...importHosts, blueprints && hostOf(blueprints.address)].flatMap((text) =>
    text === undefined ? [] : (parseAllowedHost(text) ?? []),
  )
  const { isStrict } = createReach(config)
  // Whoever is not of this machine may not have it call what is in its network, whomever else it serves.
  const { guard } = createReach(config, { isStrict: true })
  return async (addresses, { isLocal, caller }) => {
    const isAny = isLocal && !isStrict
    const hosts = isAny ? 'any' : [...operators, ...toAllowedHosts(await readHosts())]
    const requireFolder = async (address: string) => {
      requirePermission(caller, 'imports.folders', spaceId)
      if (!isAny) await requireListedFolder(address, importFolders)
    }
    await checkImportAddresses(addresses, { requireFolder, hosts, guard })
  }
}

function toAllowedHosts(hosts: Configuration['hosts']): readonly AllowedHost[] {
  return Object.values(hosts).flatMap((host) =>
    'url' in host ? (parseAllowedHost(hostOf(host.url) ?? '') ?? []) : [],
  )
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}
