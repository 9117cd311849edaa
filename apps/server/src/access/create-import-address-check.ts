import { lookup } from 'node:dns/promises'
import type { Configuration } from '@groundplan/configuration'
import { checkImportAddresses, parseAllowedHost, type AllowedHost } from '@groundplan/scm'
import type { ServerConfig } from '../config.ts'
import type { CheckImportAddresses } from '../serve-api.ts'

export interface ImportAddressCheckOptions {
  readonly config: Pick<ServerConfig, 'remoteAccess' | 'importHosts' | 'blueprints'>
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
