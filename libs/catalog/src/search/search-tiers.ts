import type { SearchDocument, WordWeight } from './search-document.ts'
import { searchNameOf } from './search-document.ts'
import { wordsOf } from './words-of.ts'

/** More words make no search more exact. */
const mostTerms = 10

/** One word of a search. */
export interface SearchTerm {
  readonly word: string
  /** Words of the catalog that contain it after their beginning. */
  readonly within: readonly string[]
  /** Similar words in the catalog, used if the word itself has no match. */
  readonly similar: readonly string[]
}

/**
 * A condition on entries: each term must occur at one of the places. Results come by tiers, the best first, and by name within a
 * tier; what matches a tier matches those after it, too.
 */
export interface SearchTier {
  readonly places: readonly WordWeight[]
  /**
   * `word`: as a whole word; `prefix`: at the start of a word; `within`: that, or anywhere in a word of the name or display name;
   * `similar`: that, anywhere in a word, or as a similar word.
   */
  readonly match: 'word' | 'prefix' | 'within' | 'similar'
}

/** Tier 0 is the entry whose name was typed; these follow it. */
export const exactTier = 0
export const matchingTiers: readonly SearchTier[] = [
  { places: ['A'], match: 'word' },
  { places: ['A'], match: 'prefix' },
  { places: ['A', 'B'], match: 'prefix' },
  { places: ['A', 'B', 'C'], match: 'prefix' },
  { places: ['A', 'B', 'C', 'D'], match: 'prefix' },
  { places: ['A', 'B', 'C', 'D'], match: 'within' },
]

/** Where a term may be in the middle of a word: descriptions have too many words for that. */
export const withinPlaces: readonly WordWeight[] = ['A', 'B']

/** Used only if the other tiers have no match. */
export const similarTiers: readonly SearchTier[] = [
  { places: ['A'], match: 'similar' },
  { places: ['A', 'B'], match: 'similar' },
  { places: ['A', 'B', 'C'], match: 'similar' },
  { places: ['A', 'B', 'C', 'D'], match: 'similar' },
]

/** The number of the first similar tier. */
export const firstSimilarTier = 1 + matchingTiers.length

/** A parsed search for stores. `terms` is empty for a query of only punctuation, which matches nothing. */
export interface SearchQuery {
  readonly name: string
  readonly terms: readonly string[]
}

/** A word of a search as it was typed. */
export function plainTerm(word: string): SearchTerm {
  return { word, within: [], similar: [] }
}

/** `undefined` for an empty query. */
export function parseSearch(search: string | undefined): SearchQuery | undefined {
  if (search === undefined || search.trim() === '') return undefined
  return { name: searchNameOf(search), terms: [...new Set(wordsOf(search))].slice(0, mostTerms) }
}

/** True if an entry matches a tier. */
export function matchesTier(
  document: SearchDocument,
  terms: readonly SearchTerm[],
  { places, match }: SearchTier,
): boolean {
  const isAt = (word: string, allowed: readonly WordWeight[]) =>
    allowed.some((place) => document.get(word)?.has(place) === true)
  return terms.every(({ word, within, similar }) => {
    if (match === 'word') return isAt(word, places)
    if (match === 'within' && within.some((other) => isAt(other, withinPlaces))) return true
    if (match === 'similar' && [...within, ...similar].some((other) => isAt(other, places))) return true
    return [...document.keys()].some((other) => other.startsWith(word) && isAt(other, places))
  })
}
