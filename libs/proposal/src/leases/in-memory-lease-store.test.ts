import { InMemoryLeaseStore } from './in-memory-lease-store.ts'
import { testLeaseStore } from './lease-store.contract.ts'

testLeaseStore('InMemoryLeaseStore', async () => new InMemoryLeaseStore())
