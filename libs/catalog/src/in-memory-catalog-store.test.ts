import { testCatalogStore } from './catalog-store.contract.ts'
import { InMemoryCatalogStore } from './in-memory-catalog-store.ts'
import { InMemoryPublicationStore } from './publications/in-memory-publication-store.ts'
import { publishedCatalog } from './publications/in-memory-published-catalog.ts'
import { testPublications } from './publications/publication-store.contract.ts'

testCatalogStore('InMemoryCatalogStore', async () => new InMemoryCatalogStore())

testPublications('InMemoryPublicationStore', async () => {
  const [catalog, publications] = [new InMemoryCatalogStore(), new InMemoryPublicationStore()]
  const visible = publishedCatalog(catalog, publications)
  return { catalog, publications, others: new InMemoryPublicationStore(), visible }
})
