import { exactTier, firstSimilarTier, type CatalogPosition } from '@groundplan/catalog'
import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import type { DenseTiersOfSearches } from './dense-tiers.ts'
import { findRows, readInOrder, type FoundRow } from './find-rows.ts'
import { asksForAll, printFilter, SearchConditions, type ScopedSearch } from './search-conditions.ts'

export interface PagedSearch extends ScopedSearch {
  readonly dense: DenseTiersOfSearches
}

/** A page of the entries that match, the best first. */
export async function findPage(
  search: PagedSearch,
  { after, limit }: PageRequest<CatalogPosition>,
): Promise<Page<FoundRow, CatalogPosition>> {
  const { database, filter, scope, dense } = search
  const options = {
    ...{ filtered: printFilter(search), scope, after, limit: limit + 1 },
    dense: dense.of(filter),
  }
  const page = (rows: readonly FoundRow[]) => toPage(rows, limit, ({ tier, name }) => ({ tier, name }))
  if (asksForAll(filter)) return page(await readInOrder(database, { ...options, tier: exactTier }))
  const conditions = new SearchConditions(search)
  if (after === undefined || after.tier < firstSimilarTier) {
    const typed = conditions.typed()
    const found = await findRows(database, typed, options)
    const missing = options.limit - found.length
    const before = typed.at(-1)?.condition
    const others =
      missing === 0
        ? []
        : await findRows(database, await conditions.within(), { ...options, before, limit: missing })
    const matching = [...found, ...others]
    if (matching.length > 0 || after !== undefined) return page(matching)
  }
  return page(await findRows(database, await conditions.similar(), options))
}
