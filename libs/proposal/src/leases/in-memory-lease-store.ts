import type { Lease, LeaseStore } from './lease-store.ts'

interface HeldLease extends Lease {
  readonly holder: string
  readonly expiresAt: number
}

/** Keeps leases as long as the process runs. */
export class InMemoryLeaseStore implements LeaseStore {
  readonly #leases = new Map<string, HeldLease>()
  #tokens = 0n

  async acquire(key: string, holder: string, milliseconds: number): Promise<Lease | undefined> {
    const held = this.#leases.get(key)
    if (held !== undefined && held.expiresAt > Date.now() && held.holder !== holder) return undefined
    this.#tokens += 1n
    this.#leases.set(key, { key, holder, token: this.#tokens, expiresAt: Date.now() + milliseconds })
    return { key, token: this.#tokens }
  }

  async renew(lease: Lease, milliseconds: number): Promise<boolean> {
    const held = this.#leases.get(lease.key)
    if (held === undefined || !this.isCurrent(lease)) return false
    this.#leases.set(lease.key, { ...held, expiresAt: Date.now() + milliseconds })
    return true
  }

  async release(lease: Lease): Promise<void> {
    if (this.isCurrent(lease)) this.#leases.delete(lease.key)
  }

  async removeExpired(milliseconds: number): Promise<void> {
    for (const { key, expiresAt } of this.#leases.values())
      if (expiresAt + milliseconds < Date.now()) this.#leases.delete(key)
  }

  async listHeld(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(keys.filter((key) => (this.#leases.get(key)?.expiresAt ?? 0) > Date.now()))
  }

  /** True if nobody has taken it over and it was not released. */
  isCurrent({ key, token }: Lease): boolean {
    return this.#leases.get(key)?.token === token
  }
}
