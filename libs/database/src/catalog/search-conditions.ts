import type { Scope } from '@groundplan/actor'
import {
  exactTier,
  firstSimilarTier,
  matchingTiers,
  parseSearch,
  plainTerm,
  similarTiers,
  type CatalogFilter,
  type SearchQuery,
  type SearchTerm,
  type SearchTier,
} from '@groundplan/catalog'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope } from '../scope-columns.ts'
import { addSimilarWords, addWordsWithin } from './catalog-words.ts'
import { wantedFacets } from './facet-values.ts'
import { printQuery } from './search-texts.ts'

/** A condition on `catalog_entry`. */
export type Condition = RawBuilder<boolean>

/** Entries of one tier: what matches a tier matches those after it as well. */
export interface TierCondition {
  readonly tier: number
  readonly condition: Condition
}

/** A search in the catalog of one blueprint repository. */
export interface ScopedSearch {
  readonly database: Kysely<Database>
  readonly scope: Scope
  readonly filter: CatalogFilter
  /** Only what is published to this space; absent: everything. */
  readonly publishedTo?: string | undefined
}

export const everything = sql<boolean>`true`

/** True if every entry in use is wanted. */
export function asksForAll(filter: CatalogFilter): boolean {
  return parseSearch(filter.search) === undefined && wantedFacets(filter).length === 0
}

/** Rows whose blueprint is published to a space. */
export function isPublishedTo(spaceId: string, scope: Scope, column: 'name' | 'blueprint'): Condition {
  return sql<boolean>`${sql.ref(column)} in (select publication.blueprint from publication
    where ${inScope({ ...scope, spaceId }, 'publication')})`
}

/** Entries in use with the facets that are wanted, as far as the space sees them. */
export function printFilter({
  scope,
  filter,
  publishedTo,
}: Pick<ScopedSearch, 'scope' | 'filter' | 'publishedTo'>): Condition {
  const wanted = wantedFacets(filter).map((values) => sql<boolean>`facets && ${values}::text[]`)
  const visible = publishedTo === undefined ? [] : [isPublishedTo(publishedTo, scope, 'name')]
  return sql<boolean>`${sql.join([inScope(scope), sql`not retired`, ...visible, ...wanted], sql` and `)}`
}

/** What entries are asked for by a search: it is understood in steps, and further ones are for searches that find too little. */
export class SearchConditions {
  readonly #database: Kysely<Database>
  readonly #scope: Scope
  readonly #query: SearchQuery | undefined
  #terms: Promise<readonly SearchTerm[]> | undefined

  constructor({ database, scope, filter }: ScopedSearch) {
    this.#database = database
    this.#scope = scope
    this.#query = parseSearch(filter.search)
  }

  /** The tiers that need nothing but the search itself. */
  typed(): readonly TierCondition[] {
    if (this.#query === undefined) return [{ tier: exactTier, condition: everything }]
    const { name, terms } = this.#query
    if (terms.length === 0) return []
    const exact = { tier: exactTier, condition: sql<boolean>`search_name = ${name}` }
    return [exact, ...toConditions(typedTiers, terms.map(plainTerm), exactTier + 1)]
  }

  /** The tier after those, of entries that have a typed word in the middle of another one. */
  async within(): Promise<readonly TierCondition[]> {
    const terms = await this.#readTerms()
    if (terms.every(({ within }) => within.length === 0)) return []
    return toConditions(matchingTiers.slice(typedTiers.length), terms, exactTier + matchingTiers.length)
  }

  /** The tiers for what is misspelled, or only in the middle of words of labels and descriptions. */
  async similar(): Promise<readonly TierCondition[]> {
    const terms = await addSimilarWords(this.#database, this.#scope, await this.#readTerms())
    if (terms.every(({ within, similar }) => within.length + similar.length === 0)) return []
    return toConditions(similarTiers, terms, firstSimilarTier)
  }

  /** Everything that matches without mistakes; `undefined` if nothing does. */
  async matching(): Promise<Condition | undefined> {
    return [...this.typed(), ...(await this.within())].at(-1)?.condition
  }

  #readTerms(): Promise<readonly SearchTerm[]> {
    const terms = this.#query?.terms.map(plainTerm) ?? []
    return (this.#terms ??= addWordsWithin(this.#database, this.#scope, terms))
  }
}

const typedTiers = matchingTiers.filter(({ match }) => match !== 'within')

function toConditions(
  tiers: readonly SearchTier[],
  terms: readonly SearchTerm[],
  first: number,
): readonly TierCondition[] {
  return tiers.map((tier, index) => ({
    tier: first + index,
    condition: sql<boolean>`document @@ ${printQuery(terms, tier)}::tsquery`,
  }))
}
