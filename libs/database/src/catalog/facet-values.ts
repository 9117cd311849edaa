import type { CatalogFacts, CatalogFilter } from '@groundplan/catalog'
import { toText } from '../storable.ts'

/** Facts of all kinds are in one column, each value behind the letter of its kind. */
const letters = { labels: 'l', providers: 'p', repositories: 'r', owners: 'o' } as const satisfies Record<
  keyof CatalogFacts,
  string
>

const kinds = Object.keys(letters) as (keyof CatalogFacts)[]

/** Longer ones cannot be in an index, and nobody filters by them. */
const longestValue = 500

export function toFacets(facts: CatalogFacts): readonly string[] {
  return kinds.flatMap((kind) =>
    facts[kind].filter((value) => value.length <= longestValue).map((value) => printFacet(kind, value)),
  )
}

/** What an entry must have: one of each of these lists. */
export function wantedFacets({ labels = [], ...others }: CatalogFilter): readonly (readonly string[])[] {
  const all = labels.map((label) => [printFacet('labels', label)])
  const anyOf = (['providers', 'repositories', 'owners'] as const).flatMap((kind) => {
    const values = others[kind] ?? []
    return values.length === 0 ? [] : [values.map((value) => printFacet(kind, value))]
  })
  return [...all, ...anyOf]
}

export function parseFacet(facet: string): { readonly kind: keyof CatalogFacts; readonly value: string } {
  const kind = kinds.find((each) => letters[each] === facet[0]) ?? 'labels'
  return { kind, value: facet.slice(2) }
}

function printFacet(kind: keyof CatalogFacts, value: string): string {
  return `${letters[kind]}:${toText(value)}`
}
