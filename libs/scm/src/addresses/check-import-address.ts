import { InputError, NotAllowedError } from '@groundplan/errors'
import { normalizeHost, parseImportAddress, type RemoteAddress } from './parse-import-address.ts'

/** Port: decides where the server may connect to. */
export interface ImportGuard {
  /** Throws NotAllowedError or InputError if it may not connect there. */
  check(remote: RemoteAddress): Promise<unknown>
}

/** A host that may be imported from, with the port if it is not the usual one of its protocol. */
export interface AllowedHost {
  readonly name: string
  readonly port?: number | undefined
}

export interface ImportAddressPolicy {
  /** Throws NotAllowedError if the caller may not name this folder of the server's machine. */
  readonly requireFolder: (address: string) => Promise<void>
  /** `any`: every remote that git can reach. */
  readonly hosts: readonly AllowedHost[] | 'any'
  readonly guard: ImportGuard
}

const usualPorts = { https: 443, http: 80, ssh: 22 } as const

/** Throws NotAllowedError or InputError if a caller may not import from one of the addresses. */
export async function checkImportAddresses(
  addresses: readonly string[],
  { requireFolder, hosts, guard }: ImportAddressPolicy,
): Promise<void> {
  const remotes = new Map<string, RemoteAddress>()
  for (const address of addresses) {
    const parsed = parseImportAddress(address)
    if (parsed.kind === 'local') await requireFolder(address.trim())
    if (hosts === 'any' || parsed.kind === 'local') continue
    if (parsed.kind === 'unclear') throw unclear()
    if (!hosts.some((host) => isSameHost(host, parsed))) throw hostRefused(parsed)
    const { scheme, host, port } = parsed
    remotes.set(JSON.stringify([scheme, host, port]), parsed)
  }
  await Promise.all([...remotes.values()].map(async (remote) => guard.check(remote)))
}

/** Reads `git.example.com` or `git.example.com:7999`, as operators list hosts; `undefined` for anything else. */
export function parseAllowedHost(text: string): AllowedHost | undefined {
  const [, name = '', port] = /^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(text.trim()) ?? []
  if (name === '') return undefined
  return { name: normalizeHost(name), port: port === undefined ? undefined : Number(port) }
}

function isSameHost(host: AllowedHost, { host: name, port, scheme }: RemoteAddress): boolean {
  const asked = port ?? usualPorts[scheme]
  return host.name === name && (host.port === undefined ? asked === usualPorts[scheme] : asked === host.port)
}

function hostRefused({ host, port }: RemoteAddress): NotAllowedError {
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
