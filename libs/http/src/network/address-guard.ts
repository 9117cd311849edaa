import { lookup as lookUp } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { InputError, NotAllowedError } from '@groundplan/errors'
import {
  isAllowedAddress,
  isMetadataAddress,
  isNamedHost,
  readHost,
  type AllowedNetwork,
} from '@groundplan/network-address'
import { blockedPorts } from './blocked-ports.ts'

export interface AddressGuardOptions {
  /**
   * False: connections may go everywhere except to {@link isMetadataAddress}, as is right where everybody who gives addresses could make
   * the connections without this server.
   */
  readonly isStrict: boolean
  /** Where connections may go beside the internet. */
  readonly allowed: readonly AllowedNetwork[]
  /** Finds the addresses of a name, as connections do. */
  readonly resolve?: ((name: string) => Promise<readonly LookupAddress[]>) | undefined
}

/** Somewhere to connect to. */
export interface ConnectionTarget {
  readonly scheme: 'https' | 'http' | 'ssh'
  /** As in an address: IPv6 in brackets. */
  readonly host: string
  readonly port?: number | undefined
}

/** Where a connection has to go. */
export type Connection =
  /** The name stands for these addresses, which were checked: connect to none but them. */
  | { readonly kind: 'pinned'; readonly name: string; readonly addresses: readonly string[] }
  /** The operator has allowed the host by its name. */
  | { readonly kind: 'named'; readonly name: string; readonly addresses: readonly string[] }
  /** Connect to it as it is. */
  | { readonly kind: 'free' }

const usualPorts = { https: 443, http: 80, ssh: 22 } as const

/** What may not be asked for beside the internet, and not even there: ports of other protocols. */
const portHint =
  'Serve it on another port. The blocked ones are listed at https://fetch.spec.whatwg.org/#port-blocking.'

/**
 * Decides where this server connects to when a person or a file gives the address, so that nobody has it call what only it can reach: other
 * services of its network, and the credentials that clouds keep for machines (server-side request forgery).
 *
 * A name is resolved once, and the connection is made to what was checked then: a name that stands for another address the next time (DNS
 * rebinding) changes nothing.
 */
export class AddressGuard {
  readonly isStrict: boolean
  readonly #allowed: readonly AllowedNetwork[]
  readonly #resolve: (name: string) => Promise<readonly LookupAddress[]>

  constructor({ isStrict, allowed, resolve = resolveName }: AddressGuardOptions) {
    this.isStrict = isStrict
    this.#allowed = allowed
    this.#resolve = resolve
  }

  /**
   * Where a connection may go. Throws NotAllowedError, or InputError for a host that does not exist or is written in a way that programs do
   * not agree on.
   */
  async check(target: ConnectionTarget): Promise<Connection> {
    const host = this.#checkHost(target)
    if (host === undefined) return { kind: 'free' }
    const addresses = await this.#find(host)
    const isNamed = this.#isNamed(host, target)
    if (addresses.length === 0 && this.isStrict && !isNamed) throw unresolved(host)
    const found = addresses.map(({ address }) => address)
    this.#requireAllowed(host, found, isNamed)
    if (!this.isStrict || found.length === 0) return { kind: 'free' }
    return { kind: isNamed ? 'named' : 'pinned', name: host, addresses: found }
  }

  /**
   * The same for a connection that a proxy makes, which resolves names itself. Names that cannot be resolved here are left to its rules.
   */
  async checkProxied(target: ConnectionTarget): Promise<void> {
    const host = this.#checkHost(target)
    if (host === undefined) return
    const found = (await this.#find(host)).map(({ address }) => address)
    this.#requireAllowed(host, found, this.#isNamed(host, target))
  }

  /** Throws as {@link check} does for what needs no resolving: ports, IP addresses and odd ways to write them. */
  checkWritten(target: ConnectionTarget): void {
    this.#checkHost(target)
  }

  /** Resolves the host of a target for a connection; to be called by what connects, with whatever name it has. */
  lookupFor(target: ConnectionTarget): LookupFunction {
    return (_, { all }, callback) => {
      this.#resolveFor(target).then(
        (found) => {
          const [first] = found
          if (first === undefined) callback(unresolved(target.host), '', 0)
          else if (all === true) callback(null, [...found])
          else callback(null, first.address, first.family)
        },
        (error: unknown) => callback(error as NodeJS.ErrnoException, '', 0),
      )
    }
  }

  async #resolveFor(target: ConnectionTarget): Promise<readonly LookupAddress[]> {
    const host = this.#checkHost(target)
    const name = host ?? target.host
    const found = await this.#resolve(name)
    const addresses = found.map(({ address }) => address)
    this.#requireAllowed(name, addresses, this.#isNamed(name, target))
    return found
  }

  /** The name that has to be resolved; `undefined` if there is nothing to resolve. */
  #checkHost(target: ConnectionTarget): string | undefined {
    const host = readHost(target.host)
    const port = portOf(target)
    if (host.kind === 'unclear') {
      if (this.isStrict) throw unclear(target.host)
      const asked = URL.parse(`http://${target.host}/`)?.hostname ?? ''
      if (isMetadataAddress(asked)) throw refused(asked)
      return undefined
    }
    if (this.isStrict && target.scheme !== 'ssh' && blockedPorts.has(port)) {
      throw new NotAllowedError(`Port ${port} of "${target.host}" is reserved for another protocol.`, {
        hint: portHint,
      })
    }
    if (host.kind === 'name') return host.name
    this.#requireAllowed(host.address, [host.address], this.#isNamed(host.address, target))
    return undefined
  }

  /** Names that the operator has allowed may be known to a proxy or to SSH only. */
  async #find(name: string): Promise<readonly LookupAddress[]> {
    return this.#resolve(name).catch(() => [])
  }

  #isNamed(name: string, target: ConnectionTarget): boolean {
    return isNamedHost(name, portOf(target), this.#allowed)
  }

  /** All of them have to be allowed: who mixes them wants something. */
  #requireAllowed(host: string, addresses: readonly string[], isNamed: boolean): void {
    const isAllowed = (address: string) =>
      this.isStrict && !isNamed ? isAllowedAddress(address, this.#allowed) : !isMetadataAddress(address)
    if (!addresses.every(isAllowed)) throw refused(host, addresses.some(isMetadataAddress))
  }
}

/** The target of a web address. */
export function targetOf({ protocol, hostname, port }: URL): ConnectionTarget {
  return {
    scheme: protocol === 'https:' ? 'https' : 'http',
    host: hostname,
    port: port === '' ? undefined : Number(port),
  }
}

function portOf({ scheme, port }: ConnectionTarget): number {
  return port ?? usualPorts[scheme]
}

async function resolveName(name: string): Promise<readonly LookupAddress[]> {
  return lookUp(name, { all: true })
}

/** Says nothing of the addresses: whoever asks may not know what the server's network has. */
function refused(host: string, isMetadata = false): NotAllowedError {
  if (isMetadata || isMetadataAddress(host)) {
    return new NotAllowedError(`The host "${host}" is where clouds keep the credentials of machines.`, {
      hint: 'Nothing connects to it, whatever is allowed.',
    })
  }
  return new NotAllowedError(`The host "${host}" is in a private network.`, {
    hint: 'To allow it, ask the operator of the server to add the host, or its network, to GROUNDPLAN_ALLOWED_NETWORKS.',
  })
}

function unresolved(host: string): InputError {
  return new InputError(`The host "${host}" has no address.`, { hint: 'Check its spelling.' })
}

function unclear(host: string): InputError {
  return new InputError(`"${host.slice(0, 100)}" is not the usual way to write a host.`, {
    hint: 'Write names in ASCII, IPv4 addresses as four decimal numbers, and IPv6 addresses without a zone.',
  })
}
