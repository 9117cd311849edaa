export { InMemoryImportRunStore } from './in-memory-import-run-store.ts'
export { testImportRunStore } from './import-run-store.contract.ts'
export { InMemoryScanStore } from './scan/in-memory-scan-store.ts'
export { testScanStore } from './scan/scan-store.contract.ts'
