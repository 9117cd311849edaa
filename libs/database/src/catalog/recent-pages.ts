import type { CatalogFilter, CatalogPosition, CatalogSummary } from '@groundplan/catalog'
import type { Page, PageRequest } from '@groundplan/proposal'
import { LRUCache } from 'lru-cache'

type CatalogPage = Page<CatalogSummary, CatalogPosition>

/** The most entries of pages that are remembered; each takes about 1 kB. */
const maximum = 5000

/** Pages of the catalog, each together with the mark of the catalog that it shows at least (see {@link readMark}). */
export class RecentPages {
  readonly #pages = new LRUCache<string, { readonly mark: string; readonly page: CatalogPage }>({
    maxSize: maximum,
    sizeCalculation: ({ page }) => 1 + page.items.length,
  })

  /** Reads a page unless that of this mark is known. The mark must have been read before. */
  async read({ mark, filter, request }: RecentPage, find: () => Promise<CatalogPage>): Promise<CatalogPage> {
    const key = keyOf(filter, request)
    const known = this.#pages.get(key)
    if (known?.mark === mark) return known.page
    const page = await find()
    this.#pages.set(key, { mark, page })
    return page
  }
}

export interface RecentPage {
  readonly mark: string
  readonly filter: CatalogFilter
  readonly request: PageRequest<CatalogPosition>
}

function keyOf(
  { search, labels, providers, repositories, owners }: CatalogFilter,
  { limit, after }: PageRequest<CatalogPosition>,
): string {
  return JSON.stringify([search, labels, providers, repositories, owners, limit, after?.tier, after?.name])
}
