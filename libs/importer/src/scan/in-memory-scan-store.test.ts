import { InMemoryScanStore } from './in-memory-scan-store.ts'
import { testScanStore } from './scan-store.contract.ts'

testScanStore('InMemoryScanStore', async () => new InMemoryScanStore())
