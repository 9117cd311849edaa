import type { CatalogFacts } from './catalog.ts'

/** Which entries in use are wanted. */
export interface CatalogFilter {
  /** Words, or beginnings of words, that must all occur in the name, display name, labels or description; then parts of words in names. */
  readonly search?: string | undefined
  /** Labels that an entry must all have. */
  readonly labels?: readonly string[] | undefined
  /** Of each of these it must have one. */
  readonly providers?: readonly string[] | undefined
  readonly repositories?: readonly string[] | undefined
  readonly owners?: readonly string[] | undefined
}

/** Where an entry is in a list: the best tier first (see `search-tiers.ts`), then by name. */
export interface CatalogPosition {
  readonly tier: number
  readonly name: string
}

export interface FacetCount {
  readonly value: string
  /** How many of the matching entries have it. */
  readonly count: number
}

/** Values of the matching entries, the most frequent first; at most {@link mostFacetValues} of each kind. */
export type CatalogFacets = { readonly [Kind in keyof CatalogFacts]: readonly FacetCount[] }

/** More options than this do not help the user choose. */
export const mostFacetValues = 100

export const facetKinds = [
  'labels',
  'providers',
  'repositories',
  'owners',
] as const satisfies (keyof CatalogFacts)[]
