const references = new WeakMap<Error, string>()

/** The id under which both the answer to a client and the server's log speak of one unexpected error. */
export function errorReference(error: Error): string {
  const reference = references.get(error) ?? crypto.randomUUID().slice(0, 8)
  references.set(error, reference)
  return reference
}
