/**
 * An external secret is one that another service keeps, such as HashiCorp Vault: Groundplan reads it when it needs it, and stores nothing.
 * Like every secret it says where it may be sent; that is written beside the value, in the service itself.
 */
export interface ExternalSecret {
  readonly value: string
  /** Origins that it may be sent to, as they are written beside the value; empty if nothing is. */
  readonly origins: readonly string[]
  /** Spaces that may use it; absent: all of them. */
  readonly spaces?: readonly string[] | undefined
  /** Seconds until it may be another one, where the service says so. */
  readonly lifetime?: number | undefined
}

/** Where a value is within a service. */
export interface ExternalPlace {
  /** The service's own address: `kv/data/github`, or a name or ARN. */
  readonly path: string
  /** Field of the secret; absent: the whole of it. */
  readonly key?: string | undefined
  /** A certain version; absent: the newest. */
  readonly version?: string | undefined
  /** Label of a version in AWS Secrets Manager. */
  readonly stage?: string | undefined
}

/** Port: a service that keeps secrets. */
export interface ExternalSecretSource {
  /**
   * Throws PlatformError that quotes no value: ExternalServiceError if the service cannot answer, NotAllowedError, NotFoundError or
   * InputError.
   */
  read(place: ExternalPlace): Promise<ExternalSecret>
}

/** What is written beside a value to say where it may be sent and which spaces may use it. */
export const externalLabels = { origins: 'groundplan-origins', spaces: 'groundplan-spaces' } as const

/** Words separated by white space or commas. */
export function splitLabel(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
}

/** Reads `path#key`; `undefined` if the path or the key is empty, too long, or has characters that cannot be part of an address. */
export function parseExternalAddress(
  text: string,
): { readonly path: string; readonly key?: string } | undefined {
  if (text.length > 2000 || /[\s\p{Cc}\\?]/u.test(text)) return undefined
  const at = text.lastIndexOf('#')
  const path = at < 0 ? text : text.slice(0, at)
  const key = at < 0 ? undefined : text.slice(at + 1)
  const isPath = path !== '' && !path.includes('#') && path.split('/').every(isSegment)
  if (!isPath || key === '') return undefined
  return key === undefined ? { path } : { path, key }
}

/** A segment of dots would lead to another address than the one that is read here. */
function isSegment(segment: string): boolean {
  return segment !== '' && !/^(?:\.|%2e){1,2}$/i.test(segment)
}
