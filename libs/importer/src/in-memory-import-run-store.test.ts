import { testImportRunStore } from './import-run-store.contract.ts'
import { InMemoryImportRunStore } from './in-memory-import-run-store.ts'

testImportRunStore('InMemoryImportRunStore', async () => new InMemoryImportRunStore())
