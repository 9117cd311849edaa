import { lookup } from 'node:dns/promises'
import type { Configuration } from '@groundplan/configuration'
import { checkImportAddresses, parseAllowedHost, type AllowedHost } from '@groundplan/scm'

/** Checks addresses that a caller wants to import; `isLocal` if a program of this machine asks. */
export type CheckImportAddresses = (
  addresses: readonly string[],
  caller: { readonly isLocal: boolean },
) => Promise<void>

export interface ImportAddressCheckOptions {
  readonly config: {
    readonly remoteAccess?: boolean | undefined
    readonly importHosts?: readonly string[] | undefined
    readonly blueprints?: { readonly address: string } | undefined
  }
  /** The hosts of the merged configuration. */
  readonly readHosts: () => Promise<Configuration['hosts']>
}

const resolver = {
  resolve: async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address),
}

/**
 * What callers may name for an import. Programs of this machine may name anything, unless the server serves others too; everyone
 * else may name the hosts that the operator or the merged configuration lists. Folders are for programs of this machine.
 */
export function createImportAddressCheck({
  config,
  readHosts,
}: ImportAddressCheckOptions): CheckImportAddresses {
  const operators = [...(config.importHosts ?? []), config.blueprints && hostOf(config.blueprints.address)]
    .flatMap((text) => (text === undefined ? [] : (parseAllowedHost(text) ?? [])))
    .map((host) => ({ ...host, byOperator: true }))
  return async (addresses, { isLocal }) => {
    const isAny = isLocal && config.remoteAccess !== true
    const hosts = isAny ? 'any' : [...operators, ...toAllowedHosts(await readHosts())]
    await checkImportAddresses(addresses, { allowsFolders: isLocal, hosts, resolver })
  }
}

function toAllowedHosts(hosts: Configuration['hosts']): readonly AllowedHost[] {
  return Object.values(hosts).flatMap((host) => {
    const parsed = 'url' in host ? parseAllowedHost(hostOf(host.url) ?? '') : undefined
    return parsed === undefined ? [] : [{ ...parsed, byOperator: false }]
  })
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}
