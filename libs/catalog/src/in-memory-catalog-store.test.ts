import { testCatalogStore } from './catalog-store.contract.ts'
import { InMemoryCatalogStore } from './in-memory-catalog-store.ts'

testCatalogStore('InMemoryCatalogStore', async () => new InMemoryCatalogStore())
