import type { InMemoryCatalogStore } from '../in-memory-catalog-store.ts'
import type { CatalogReader } from '../catalog-store.ts'
import type { PublicationStore } from './publication-store.ts'

/** For tests: what a space sees of a catalog. */
export function publishedCatalog(
  catalog: InMemoryCatalogStore,
  publications: PublicationStore,
): CatalogReader {
  const isVisible = async (name: string) => (await publications.find(name)) !== undefined
  const seen = async () => {
    const { items } = await publications.list({ limit: Infinity })
    return catalog.only(items.map(({ blueprint }) => blueprint))
  }
  return {
    list: async (filter, request) => (await seen()).list(filter, request),
    count: async (filter) => (await seen()).count(filter),
    facets: async (filter) => (await seen()).facets(filter),
    findWithVersions: async (name) => ((await isVisible(name)) ? catalog.findWithVersions(name) : undefined),
    findVersion: async (name, version) =>
      (await isVisible(name)) ? catalog.findVersion(name, version) : undefined,
    readVersions: async (name, request) =>
      (await isVisible(name)) ? catalog.readVersions(name, request) : { items: [] },
    listProblems: async () => ({ items: [] }),
    countProblems: async () => 0,
    readState: () => catalog.readState(),
    readRecentState: () => catalog.readRecentState(),
  }
}
