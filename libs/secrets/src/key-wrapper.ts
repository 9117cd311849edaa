/** A master key that a key of a service encrypts, as it is kept. */
export interface WrappedKey {
  /** ID of the master key, see {@link MasterKey}; the service checks that it is the one that was encrypted. */
  readonly id: string
  /** The service's key that encrypts it: its ARN. */
  readonly wrappedBy: string
  readonly ciphertext: Uint8Array<ArrayBuffer>
}

/** Port: a service with a key that never leaves it, such as AWS KMS. Both throw PlatformError. */
export interface KeyWrapper {
  wrap(id: string, key: Uint8Array<ArrayBuffer>): Promise<WrappedKey>
  unwrap(wrapped: WrappedKey): Promise<Uint8Array<ArrayBuffer>>
}
