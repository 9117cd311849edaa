import { testDashboardStore } from './dashboard-store.contract.ts'
import { InMemoryDashboardStore } from './in-memory-dashboard-store.ts'

testDashboardStore('InMemoryDashboardStore', async () => new InMemoryDashboardStore())
