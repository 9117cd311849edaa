import type { Scope } from '@groundplan/actor'
import type { CatalogPosition } from '@groundplan/catalog'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope } from '../scope-columns.ts'
import type { SummaryRow } from './catalog-rows.ts'
import type { DenseTiers } from './dense-tiers.ts'
import { everything, type Condition, type TierCondition } from './search-conditions.ts'

export type FoundRow = SummaryRow & { readonly tier: number }

export interface FindRowsOptions {
  readonly scope: Scope
  /** What all of them have, also that they are in the scope. */
  readonly filtered: Condition
  /** What was found before the first tier. */
  readonly before?: Condition | undefined
  readonly after?: CatalogPosition | undefined
  /** How many are wanted. */
  readonly limit: number
  readonly dense: DenseTiers
}

/**
 * So many matches of a tier are read by the indexes of words and facets, and sorted. More of them are dense enough to be read in the order
 * of names until the page is full. PostgreSQL would choose by itself, but takes matches for evenly spread: for those at the end of the
 * alphabet it reads all names before them.
 */
const few = 600

/** The first entries of the tiers. A tier is only read if those before it have too few entries. */
export async function findRows(
  database: Kysely<Database>,
  tiers: readonly TierCondition[],
  options: FindRowsOptions,
): Promise<readonly FoundRow[]> {
  const { after } = options
  const wanted = tiers.flatMap(({ tier, condition }, index) => {
    if (after !== undefined && tier < after.tier) return []
    const before = tiers[index - 1]?.condition ?? options.before
    return [
      { tier, condition: before === undefined ? condition : sql<boolean>`${condition} and not ${before}` },
    ]
  })
  return readTiers(database, wanted, options)
}

async function readTiers(
  database: Kysely<Database>,
  tiers: readonly TierCondition[],
  options: FindRowsOptions,
): Promise<readonly FoundRow[]> {
  const { limit, dense } = options
  const known = tiers.findIndex(({ tier }) => dense.has(tier))
  const sorted = known === -1 ? tiers : tiers.slice(0, known)
  const rows = sorted.length === 0 ? [] : await readSorted(database, sorted, options)
  const surprise = rows.find(({ matches }) => matches > few)?.tier
  if (surprise !== undefined) dense.add(surprise)
  const next = surprise === undefined ? known : tiers.findIndex(({ tier }) => tier === surprise)
  const inOrder = tiers[next]
  if (inOrder === undefined) return rows
  const found: FoundRow[] = rows.filter(({ tier }) => tier < inOrder.tier)
  const missing = limit - found.length
  if (missing <= 0) return found
  found.push(...(await readInOrder(database, { ...options, ...inOrder, limit: missing })))
  // It may have fewer entries than it had, or all of them were on earlier pages.
  if (found.length >= limit) return found
  const rest = await readTiers(database, tiers.slice(next + 1), { ...options, limit: limit - found.length })
  return [...found, ...rest]
}

interface CountedRow extends FoundRow {
  /** Matches of its tier, as far as they were counted. */
  readonly matches: number
}

/** Rows of all tiers; those of a tier with more than a few matches are not its first ones. */
async function readSorted(
  database: Kysely<Database>,
  tiers: readonly TierCondition[],
  { scope, filtered, after, limit }: FindRowsOptions,
): Promise<readonly CountedRow[]> {
  const counts = tiers.map(({ tier }) => sql`(select count(*)::int from ${matchesOf(tier)})`)
  const matches = tiers.map(({ tier, condition }, index) => {
    const found = sql.join(counts.slice(0, index), sql` + `)
    const isWanted = index === 0 ? sql`` : sql`and ${found} < ${sql.lit(limit)}`
    return sql`${matchesOf(tier)} as materialized (
      select name from catalog_entry
      where ${filtered} and ${condition} and ${comesAfter(after, tier)} ${isWanted} limit ${sql.lit(few + 1)})`
  })
  const first = tiers.map(
    ({ tier }, index) => sql`(
      select ${sql.lit(tier)} as tier, name, ${counts[index]} as matches from ${matchesOf(tier)}
      order by name collate "C" limit ${sql.lit(limit)})`,
  )
  const names = sql`select * from (${sql.join(first, sql` union all `)}) as found
    order by tier, name collate "C" limit ${sql.lit(limit)}`
  return readRows(database, scope, names, sql`with ${sql.join(matches)}`)
}

function matchesOf(tier: number) {
  return sql.ref(`matches_${tier}`)
}

export interface ReadInOrderOptions extends Omit<FindRowsOptions, 'before' | 'dense'> {
  readonly tier: number
  /** What the entries of the tier have; absent: every entry is of it. */
  readonly condition?: Condition
}

/** The first entries of one tier, read in the order of names. */
export async function readInOrder(
  database: Kysely<Database>,
  { tier, condition = everything, scope, filtered, after, limit }: ReadInOrderOptions,
): Promise<readonly FoundRow[]> {
  const names = sql`select ${sql.lit(tier)} as tier, name from catalog_entry
    where ${filtered} and ${condition} and ${comesAfter(after, tier)}
    order by name collate "C" limit ${sql.lit(limit)}`
  return readRows(database, scope, names)
}

/** Of the tier at which the page before ended, only the names after its last one. */
function comesAfter(after: CatalogPosition | undefined, tier: number): Condition {
  return after?.tier === tier ? sql<boolean>`name collate "C" > ${after.name}` : everything
}

/**
 * The entries of these names and tiers, in order. Looks them up one by one: joins are planned for more of them than there are. They come
 * as one JSON document, which takes the driver half the time and memory that columns of texts, arrays and dates do.
 */
async function readRows<Row extends FoundRow>(
  database: Kysely<Database>,
  scope: Scope,
  names: RawBuilder<unknown>,
  before = sql``,
): Promise<readonly Row[]> {
  const { rows } = await sql<{ readonly found: readonly Row[] }>`${before}
    select coalesce(json_agg(entry), '[]') as found from (
      select page.*, entry.*, latest.* from (${names}) as page, lateral (
        select display_name, description, labels, providers, repositories, owners, sources, retired, version
        from catalog_entry where ${inScope(scope)} and catalog_entry.name = page.name offset 0
      ) as entry, lateral (
        select ordinal, commit, blob_id, published_at from catalog_version
        where ${inScope(scope)} and blueprint = page.name and catalog_version.version = entry.version offset 0
      ) as latest order by tier, name collate "C"
    ) as entry`.execute(database)
  return (rows[0]?.found ?? []).map((row) => ({ ...row, published_at: new Date(row.published_at) }))
}
