import { facetKinds, mostFacetValues, type CatalogFacets, type FacetCount } from '@groundplan/catalog'
import { sql, type RawBuilder } from 'kysely'
import { parseFacet } from './facet-values.ts'
import { printFilter, SearchConditions, type Condition, type ScopedSearch } from './search-conditions.ts'

export async function countEntries(search: ScopedSearch): Promise<number> {
  const [row] = await readMatches(
    search,
    (condition) =>
      sql<{ readonly count: number }>`
      select count(*)::int as count from catalog_entry where ${condition} having count(*) > 0`,
  )
  return row?.count ?? 0
}

export async function countFacets(search: ScopedSearch): Promise<CatalogFacets> {
  const rows = await readMatches(
    search,
    (condition) =>
      sql<{ readonly facet: string; readonly count: number }>`
      select facet, count(*)::int as count from catalog_entry, unnest(facets) as facet
      where ${condition} group by facet`,
  )
  return toFacets(rows)
}

/** Reads from everything that matches; if that gives nothing, from what does with mistakes. */
async function readMatches<Row>(
  search: ScopedSearch,
  print: (condition: Condition) => RawBuilder<Row>,
): Promise<readonly Row[]> {
  const conditions = new SearchConditions(search)
  const filtered = printFilter(search)
  const read = async (condition: Condition | undefined) =>
    condition === undefined
      ? []
      : (await print(sql`${filtered} and ${condition}`).execute(search.database)).rows
  const rows = await read(await conditions.matching())
  if (rows.length > 0) return rows
  return read((await conditions.similar()).at(-1)?.condition)
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
