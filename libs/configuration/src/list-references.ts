import type { Configuration, HostSettings, SecretReference } from './configuration.ts'

/** A reference to a secret with its path in the file. */
export interface PlacedReference {
  readonly path: readonly string[]
  readonly reference: SecretReference
}

/** Lists all references, in file order; the signing key last. */
export function listReferences({
  hosts,
  commits,
}: Pick<Configuration, 'hosts'> & Partial<Pick<Configuration, 'commits'>>): readonly PlacedReference[] {
  const ofHosts = Object.entries(hosts).flatMap(([name, host]) => referencesOf(name, host))
  return [...ofHosts, ...(commits === undefined ? [] : listWithin(['commits'], commits))]
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
  return typeof value === 'object' && value !== null && referenceKinds.some((kind) => kind in value)
}

/** Where a secret can be. */
export const referenceKinds = ['env', 'secret', 'vault', 'aws-secrets-manager'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

/** Which of them it is, and what it is called there. */
export function readReference(reference: SecretReference): {
  readonly kind: ReferenceKind
  readonly name: string
} {
  if ('env' in reference) return { kind: 'env', name: reference.env }
  if ('secret' in reference) return { kind: 'secret', name: reference.secret }
  if ('vault' in reference) return { kind: 'vault', name: reference.vault }
  return { kind: 'aws-secrets-manager', name: reference['aws-secrets-manager'] }
}

/** Where the secret is, for people: the variable, the quoted name, or the address with its service. */
export function displayReference(reference: SecretReference): string {
  const { kind, name } = readReference(reference)
  if (kind === 'env') return name
  if (kind === 'secret') return `"${name}"`
  return `${name} in ${kind === 'vault' ? 'Vault' : 'AWS Secrets Manager'}`
}
