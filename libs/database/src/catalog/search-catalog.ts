import {
  exactTier,
  facetKinds,
  firstSimilarTier,
  matchingTiers,
  mostFacetValues,
  parseSearch,
  similarTiers,
  type CatalogFacets,
  type CatalogFilter,
  type CatalogPosition,
  type FacetCount,
} from '@groundplan/catalog'
import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../schema.ts'
import { parseFacet, wantedFacets } from './facet-values.ts'
import { findSimilarWords } from './similar-words.ts'
import { printQuery } from './search-texts.ts'

type Condition = RawBuilder<boolean>

/** A search as conditions on `catalog_entry`. */
interface Conditions {
  /** From the best tier on; what matches a tier matches those after it as well. The last one says what is found at all. */
  readonly tiers: readonly Condition[]
  /** The number of the first tier. */
  readonly first: number
}

/** So many matches are sorted as a whole. More of them are read tier by tier. */
const few = 200

/** A page of the names of entries that match, each with its tier. */
export async function findPage(
  database: Kysely<Database>,
  filter: CatalogFilter,
  request: PageRequest<CatalogPosition>,
): Promise<Page<CatalogPosition, CatalogPosition>> {
  const { after, limit } = request
  const filtered = printFilter(filter)
  const isSimilar = after !== undefined && after.tier >= firstSimilarTier
  const matching = isSimilar ? [] : await findNames(database, filtered, matchingConditions(filter), request)
  if (matching.length > 0 || (after !== undefined && !isSimilar)) return toPage(matching, limit, positionOf)
  const conditions = await similarConditions(database, filter)
  if (conditions === undefined) return { items: [] }
  return toPage(await findNames(database, filtered, conditions, request), limit, positionOf)
}

function positionOf(position: CatalogPosition): CatalogPosition {
  return position
}

/** One more than the limit, if there are so many. */
async function findNames(
  database: Kysely<Database>,
  filtered: Condition,
  conditions: Conditions,
  { limit, after }: PageRequest<CatalogPosition>,
): Promise<readonly CatalogPosition[]> {
  if (conditions.tiers.length === 0) return []
  const all = conditions.tiers.length === 1 ? undefined : await findFew(database, filtered, conditions)
  if (all !== undefined)
    return all.filter((position) => after === undefined || isAfter(position, after)).slice(0, limit + 1)
  // The best tiers of a short search fill a page, and all together they would be thousands.
  const found: CatalogPosition[] = []
  for (const [index, condition] of conditions.tiers.entries()) {
    const tier = conditions.first + index
    if (after !== undefined && tier < after.tier) continue
    const before = conditions.tiers[index - 1]
    const isNew = before === undefined ? sql<boolean>`true` : sql<boolean>`not ${before}`
    const begins = after?.tier === tier ? sql<boolean>`name collate "C" > ${after.name}` : sql<boolean>`true`
    const { rows } = await sql<{ readonly name: string }>`
      select name from catalog_entry
      where not retired and ${filtered} and ${condition} and ${isNew} and ${begins}
      order by name collate "C" limit ${limit + 1 - found.length}`.execute(database)
    found.push(...rows.map(({ name }) => ({ tier, name })))
    if (found.length > limit) break
  }
  return found
}

/** All that match, in order; `undefined` if they are many. */
async function findFew(
  database: Kysely<Database>,
  filtered: Condition,
  { tiers, first }: Conditions,
): Promise<readonly CatalogPosition[] | undefined> {
  const cases = tiers.map((condition, index) => sql`when ${condition} then ${sql.lit(first + index)}`)
  const { rows } = await sql<CatalogPosition>`
    select name, case ${sql.join(cases, sql` `)} end as tier from catalog_entry
    where not retired and ${filtered} and ${tiers.at(-1) ?? sql`false`} limit ${few + 1}`.execute(database)
  if (rows.length > few) return undefined
  return rows.toSorted((left, right) => left.tier - right.tier || (left.name < right.name ? -1 : 1))
}

function isAfter({ tier, name }: CatalogPosition, after: CatalogPosition): boolean {
  return tier === after.tier ? name > after.name : tier > after.tier
}

export async function countEntries(database: Kysely<Database>, filter: CatalogFilter): Promise<number> {
  const count = async ({ tiers }: Conditions) => {
    const { rows } = await sql<{ readonly count: number }>`
      select count(*)::int as count from catalog_entry
      where not retired and ${printFilter(filter)} and ${tiers.at(-1) ?? nothing}`.execute(database)
    return rows[0]?.count ?? 0
  }
  const matching = await count(matchingConditions(filter))
  if (matching > 0) return matching
  const similar = await similarConditions(database, filter)
  return similar === undefined ? 0 : count(similar)
}

export async function countFacets(database: Kysely<Database>, filter: CatalogFilter): Promise<CatalogFacets> {
  const count = async ({ tiers }: Conditions) => {
    const { rows } = await sql<{ readonly facet: string; readonly count: number }>`
      select facet, count(*)::int as count from catalog_entry, unnest(facets) as facet
      where not retired and ${printFilter(filter)} and ${tiers.at(-1) ?? nothing} group by facet`.execute(
      database,
    )
    return rows
  }
  const matching = await count(matchingConditions(filter))
  const similar = matching.length > 0 ? undefined : await similarConditions(database, filter)
  return toFacets(similar === undefined ? matching : await count(similar))
}

function toFacets(rows: readonly { readonly facet: string; readonly count: number }[]): CatalogFacets {
  const byKind = Map.groupBy(
    rows.map(({ facet, count }) => ({ ...parseFacet(facet), count })),
    ({ kind }) => kind,
  )
  const facets = facetKinds.map((kind) => [kind, mostFrequent(byKind.get(kind) ?? [])])
  return Object.fromEntries(facets) as CatalogFacets
}

function mostFrequent(counts: readonly FacetCount[]): readonly FacetCount[] {
  return counts
    .map(({ value, count }) => ({ value, count }))
    .toSorted((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    .slice(0, mostFacetValues)
}

function printFilter(filter: CatalogFilter): Condition {
  const conditions = wantedFacets(filter).map((values) => sql<boolean>`facets && ${values}::text[]`)
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

const nothing = sql<boolean>`false`

function matchingConditions({ search }: CatalogFilter): Conditions {
  const query = parseSearch(search)
  if (query === undefined) return { tiers: [sql<boolean>`true`], first: exactTier }
  const { name, terms } = query
  if (terms.length === 0) return { tiers: [], first: exactTier }
  const plain = terms.map((word) => ({ word, similar: [] }))
  const matches = matchingTiers.map((tier) => isMatch(printQuery(plain, tier)))
  return { tiers: [sql<boolean>`search_name = ${name}`, ...matches], first: exactTier }
}

/** `undefined` if no word of the catalog looks like one of the search. */
async function similarConditions(
  database: Kysely<Database>,
  { search }: CatalogFilter,
): Promise<Conditions | undefined> {
  const words = parseSearch(search)?.terms ?? []
  const terms = await findSimilarWords(database, words)
  if (terms.every(({ similar }) => similar.length === 0)) return undefined
  return { tiers: similarTiers.map((tier) => isMatch(printQuery(terms, tier))), first: firstSimilarTier }
}

function isMatch(query: string): Condition {
  return sql<boolean>`document @@ ${query}::tsquery`
}
