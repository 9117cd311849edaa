import type { Configuration, HostSettings, SecretReference } from './configuration.ts'

/** A reference to a secret with its path in the file. */
export interface PlacedReference {
  readonly path: readonly string[]
  readonly reference: SecretReference
}

/** Lists all references, in file order. */
export function listReferences({ hosts }: Pick<Configuration, 'hosts'>): readonly PlacedReference[] {
  return Object.entries(hosts).flatMap(([name, host]) => referencesOf(name, host))
}

/** The references of one host. */
export function referencesOf(name: string, host: HostSettings): readonly PlacedReference[] {
  return listWithin(['hosts', name], host)
}

function listWithin(path: readonly string[], settings: object): readonly PlacedReference[] {
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    const place = [...path, key]
    if (isReference(value)) return [{ path: place, reference: value }]
    return typeof value === 'object' && value !== null ? listWithin(place, value) : []
  })
}

function isReference(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null && ('env' in value || 'secret' in value)
}

/** Where the secret is, for people: the variable, or the quoted name. */
export function displayReference(reference: SecretReference): string {
  return 'env' in reference ? reference.env : `"${reference.secret}"`
}
