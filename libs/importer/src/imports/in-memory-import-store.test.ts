import { testImportStore } from './import-store.contract.ts'
import { InMemoryImportStore } from './in-memory-import-store.ts'

testImportStore('InMemoryImportStore', async (jobs) => new InMemoryImportStore(jobs))
