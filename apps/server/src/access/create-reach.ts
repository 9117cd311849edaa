import { realpath } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { hostOrigins } from '@groundplan/configuration'
import { NotAllowedError } from '@groundplan/errors'
import { AddressGuard, type AddressGuardOptions } from '@groundplan/http'
import { parseAllowedNetwork, type AllowedNetwork } from '@groundplan/network-address'
import { parseImportAddress } from '@groundplan/scm'
import type { HostKind } from '../hosts/create-host.ts'
import type { HostSecrets } from '../hosts/host-secrets.ts'
import { parseRepositoryUrl } from '../hosts/parse-repository-url.ts'

/** What the configuration says about where addresses may lead. */
export interface ReachConfig {
  readonly remoteAccess?: boolean | undefined
  readonly role?: string | undefined
  readonly allowedNetworks?: readonly AllowedNetwork[] | undefined
  readonly importHosts?: readonly string[] | undefined
  readonly importFolders?: readonly string[] | undefined
  readonly blueprints?:
    | { readonly address: string; readonly kind: HostKind | undefined; readonly apiUrl: string | undefined }
    | undefined
  readonly secrets?: Pick<HostSecrets, 'operatorOrigins'> | undefined
}

/** Where the server goes for addresses that people and files give. */
export interface Reach {
  /** True if others than programs of this machine may give addresses. */
  readonly isStrict: boolean
  readonly guard: AddressGuard
  /** Throws NotAllowedError if a folder of this machine may not be read. */
  readonly requireFolder: (folder: string) => Promise<void>
}

/**
 * A server that only programs of its machine use can reach nothing that they cannot, so that it connects anywhere and reads every folder. All
 * others are strict: whoever gives them an address may be somewhere else.
 */
export function createReach(config: ReachConfig, options: Partial<AddressGuardOptions> = {}): Reach {
  const isStrict = servesOthers(config)
  const { importFolders = [] } = config
  return {
    isStrict,
    guard: new AddressGuard({ isStrict, allowed: allowedNetworks(config), ...options }),
    requireFolder: async (folder) => {
      if (isStrict) await requireListedFolder(folder, importFolders)
    },
  }
}

/** True if others than programs of this machine may give addresses. Servers and workers that share the work do it for all of them. */
function servesOthers({ remoteAccess, role = 'all', allowedNetworks: allowed }: ReachConfig): boolean {
  return remoteAccess === true || role !== 'all' || allowed !== undefined
}

/** The operator's list, with the hosts that the operator names elsewhere. */
function allowedNetworks(config: ReachConfig): readonly AllowedNetwork[] {
  const { allowedNetworks: networks = [], importHosts = [], secrets } = config
  const origins = [...blueprintOrigins(config), ...(secrets?.operatorOrigins ?? [])]
  const hosts = [...origins.map(hostAndPort), ...importHosts, ...sshHosts(config)]
  return [...networks, ...hosts.flatMap((host) => parseAllowedNetwork(host) ?? [])]
}

function blueprintOrigins({ blueprints }: ReachConfig): readonly string[] {
  if (blueprints === undefined) return []
  const { kind, hostUrl } = parseRepositoryUrl(blueprints.address, blueprints)
  return hostOrigins({ kind, url: hostUrl, 'api-url': blueprints.apiUrl })
}

function sshHosts({ blueprints }: ReachConfig): readonly string[] {
  const parsed = parseImportAddress(blueprints?.address ?? '')
  return parsed.kind === 'remote' && parsed.scheme === 'ssh' ? [`${parsed.host}:${parsed.port ?? 22}`] : []
}

/** An origin stands for one port. */
function hostAndPort(origin: string): string {
  const { hostname, port, protocol } = new URL(origin)
  return `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`
}

/** Throws NotAllowedError unless a folder is one of the listed ones, or below one. Links count as where they lead to. */
export async function requireListedFolder(folder: string, listed: readonly string[]): Promise<void> {
  const asked = isAbsolute(folder) ? await realpath(folder).catch(() => undefined) : undefined
  for (const each of asked === undefined ? [] : listed) {
    const allowed = await realpath(each).catch(() => undefined)
    if (allowed !== undefined && asked !== undefined && isWithin(asked, allowed)) return
  }
  throw new NotAllowedError(`This server does not read the folder ${folder}.`, {
    hint: 'Import from a host, or ask the operator of the server to add the folder to GROUNDPLAN_IMPORT_FOLDERS.',
  })
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!isAbsolute(way) && !/^\.\.(?:[\\/]|$)/.test(way))
}
