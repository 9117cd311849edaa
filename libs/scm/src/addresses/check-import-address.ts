import { InputError, NotAllowedError } from '@groundplan/errors'
import { isPublicAddress } from './ip-address.ts'
import { normalizeHost, parseImportAddress, type ImportAddress } from './parse-import-address.ts'

/** Port: finds the IP addresses of a name, as the machine does when it connects. */
export interface NameResolver {
  /** Throws if the name has none. */
  resolve(name: string): Promise<readonly string[]>
}

/** A host that may be imported from, with the port if it is not the usual one of its protocol. */
export interface AllowedHost {
  readonly name: string
  readonly port?: number | undefined
  /** True if the operator named it, who knows where it leads; the addresses of others have to be public. */
  readonly byOperator: boolean
}

export interface ImportAddressPolicy {
  /** True if the caller may name folders of the server's machine. */
  readonly allowsFolders: boolean
  /** `any`: every remote that git can reach. */
  readonly hosts: readonly AllowedHost[] | 'any'
  readonly resolver: NameResolver
}

const usualPorts = { https: 443, http: 80, ssh: 22 } as const

/** Throws NotAllowedError or InputError if a caller may not import from one of the addresses. */
export async function checkImportAddresses(
  addresses: readonly string[],
  { allowsFolders, hosts, resolver }: ImportAddressPolicy,
): Promise<void> {
  const names = new Set<string>()
  for (const address of addresses) {
    const parsed = parseImportAddress(address)
    if (parsed.kind === 'local' && !allowsFolders) throw foldersRefused()
    if (hosts === 'any' || parsed.kind === 'local') continue
    if (parsed.kind === 'unclear') throw unclear()
    const allowed = hosts.filter((host) => isSameHost(host, parsed))
    if (allowed.length === 0) throw hostRefused(parsed)
    if (!allowed.some(({ byOperator }) => byOperator)) names.add(parsed.host)
  }
  await Promise.all([...names].map(async (name) => requirePublic(name, resolver)))
}

/** Reads `git.example.com` or `git.example.com:7999`, as operators list hosts; `undefined` for anything else. */
export function parseAllowedHost(text: string): Omit<AllowedHost, 'byOperator'> | undefined {
  const [, name = '', port] = /^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(text.trim()) ?? []
  if (name === '') return undefined
  return { name: normalizeHost(name), port: port === undefined ? undefined : Number(port) }
}

function isSameHost(
  host: AllowedHost,
  { host: name, port, scheme }: Extract<ImportAddress, { kind: 'remote' }>,
): boolean {
  const asked = port ?? usualPorts[scheme]
  return host.name === name && (host.port === undefined ? asked === usualPorts[scheme] : asked === host.port)
}

async function requirePublic(name: string, resolver: NameResolver): Promise<void> {
  const found = await resolver.resolve(name.replace(/^\[(.*)\]$/, '$1')).catch(() => [])
  if (found.length === 0) {
    throw new InputError(`The host "${name}" has no address.`, { hint: 'Check its spelling.' })
  }
  if (found.every((address) => isPublicAddress(address))) return
  throw new NotAllowedError(`The host "${name}" is in a private network.`, {
    hint: 'To allow it, ask the operator of the server to add the host to GROUNDPLAN_IMPORT_HOSTS.',
  })
}

function foldersRefused(): NotAllowedError {
  return new NotAllowedError('Folders can only be imported on the machine that runs the server.', {
    hint: 'Enter the URL of a repository on a host, such as https://git.example.com/platform/modules.git.',
  })
}

function hostRefused({ host, port }: Extract<ImportAddress, { kind: 'remote' }>): NotAllowedError {
  const shown = port === undefined ? host : `${host}:${port}`
  return new NotAllowedError(`This server does not import from "${shown}".`, {
    hint: 'Add the host to groundplan.yaml, or ask the operator of the server to add it to GROUNDPLAN_IMPORT_HOSTS.',
  })
}

function unclear(): InputError {
  return new InputError('One of the addresses is not a valid git address.', {
    hint: 'Use https://host/path, ssh://user@host/path or user@host:path, in ASCII and without credentials.',
  })
}
