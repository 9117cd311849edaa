export { InMemoryImportRunStore } from './in-memory-import-run-store.ts'
export { testImportRunStore } from './import-run-store.contract.ts'
