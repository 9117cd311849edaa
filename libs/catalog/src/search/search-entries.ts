import type { CatalogEntry } from '../catalog.ts'
import type { CatalogFilter } from '../catalog-query.ts'
import { searchDocumentOf, searchNameOf, type SearchDocument } from './search-document.ts'
import {
  exactTier,
  firstSimilarTier,
  matchesTier,
  matchingTiers,
  parseSearch,
  plainTerm,
  similarTiers,
  type SearchQuery,
  type SearchTerm,
  type SearchTier,
} from './search-tiers.ts'
import { chooseSimilar } from './similar-words.ts'
import { chooseWithin } from './words-within.ts'

export interface FoundEntry {
  readonly entry: CatalogEntry
  readonly tier: number
}

/** The matching entries in use, best first, then by name. Implements the contract of {@link CatalogStore.list} in memory. */
export function searchEntries(
  entries: readonly CatalogEntry[],
  filter: CatalogFilter,
): readonly FoundEntry[] {
  const candidates = entries.filter((entry) => !entry.retired && matchesFacts(entry, filter))
  const query = parseSearch(filter.search)
  const found =
    query === undefined ? candidates.map((entry) => ({ entry, tier: exactTier })) : search(candidates, query)
  return found.toSorted(
    (left, right) => left.tier - right.tier || (left.entry.name < right.entry.name ? -1 : 1),
  )
}

function matchesFacts(
  entry: CatalogEntry,
  { labels = [], providers, repositories, owners }: CatalogFilter,
): boolean {
  const hasOne = (values: readonly string[], wanted: readonly string[] | undefined) =>
    wanted === undefined || wanted.length === 0 || wanted.some((value) => values.includes(value))
  return (
    labels.every((label) => entry.labels.includes(label)) &&
    hasOne(entry.providers, providers) &&
    hasOne(entry.repositories, repositories) &&
    hasOne(entry.owners, owners)
  )
}

function search(entries: readonly CatalogEntry[], { name, terms }: SearchQuery): readonly FoundEntry[] {
  if (terms.length === 0) return []
  const documents = new Map(entries.map((entry) => [entry, searchDocumentOf(entry)]))
  const words = new Set([...documents.values()].flatMap((document) => [...document.keys()]))
  const typed = terms.map((word) => ({ ...plainTerm(word), within: chooseWithin(word, words) }))
  const isExact = (entry: CatalogEntry) => searchNameOf(entry.name) === name
  const found = findTiers(documents, typed, { tiers: matchingTiers, first: exactTier + 1, isExact })
  if (found.length > 0) return found
  const similar = typed.map((term) => ({ ...term, similar: chooseSimilar(term.word, words) }))
  return findTiers(documents, similar, { tiers: similarTiers, first: firstSimilarTier })
}

function findTiers(
  documents: ReadonlyMap<CatalogEntry, SearchDocument>,
  terms: readonly SearchTerm[],
  options: {
    readonly tiers: readonly SearchTier[]
    readonly first: number
    readonly isExact?: (entry: CatalogEntry) => boolean
  },
): readonly FoundEntry[] {
  const { tiers, first, isExact } = options
  return [...documents].flatMap(([entry, document]) => {
    if (isExact?.(entry) === true) return [{ entry, tier: exactTier }]
    const index = tiers.findIndex((tier) => matchesTier(document, terms, tier))
    return index === -1 ? [] : [{ entry, tier: first + index }]
  })
}
