/** A claim to be the only one who works on something, until it expires or is released. */
export interface Lease {
  /** What it is for, e.g. `branch groundplan/network`. */
  readonly key: string
  /** Fencing token: each new lease has a higher one than all before it, whatever their keys. */
  readonly token: bigint
}

/** Port: keeps leases where every server that shares the database sees them. Times are those of the store's own clock. */
export interface LeaseStore {
  /**
   * Takes the lease for so many milliseconds, if nobody has it, it has expired, or the same holder has it. `undefined` if
   * another holder has it.
   */
  acquire(key: string, holder: string, milliseconds: number): Promise<Lease | undefined>
  /** Makes it last so many milliseconds from now. False if somebody else has taken it over or it was released. */
  renew(lease: Lease, milliseconds: number): Promise<boolean>
  /** Ends it. Does nothing if somebody else has taken it over. */
  release(lease: Lease): Promise<void>
  /** Removes those that expired more than so many milliseconds ago: what ended servers have left. */
  removeExpired(milliseconds: number): Promise<void>
  /** Those of the keys for which somebody has a lease that has not expired. */
  listHeld(keys: readonly string[]): Promise<ReadonlySet<string>>
}
