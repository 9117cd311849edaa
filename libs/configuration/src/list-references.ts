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
  return Object.entries(host).flatMap(([key, value]: [string, unknown]) =>
    isReference(value) ? [{ path: ['hosts', name, key], reference: value }] : [],
  )
}

function isReference(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null
}
