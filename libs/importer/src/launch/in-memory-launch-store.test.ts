import { InMemoryLaunchStore } from './in-memory-launch-store.ts'
import { testLaunchStore } from './launch-store.contract.ts'

testLaunchStore('InMemoryLaunchStore', async () => new InMemoryLaunchStore())
