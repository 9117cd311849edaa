export { InMemoryCatalogStore } from './in-memory-catalog-store.ts'
export { testCatalogStore } from './catalog-store.contract.ts'
export { newEntry, newUpdate } from './catalog-samples.ts'
