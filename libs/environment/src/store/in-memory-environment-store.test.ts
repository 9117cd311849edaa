import { testEnvironmentStore } from './environment-store.contract.ts'
import { InMemoryEnvironments } from './in-memory-environment-store.ts'

testEnvironmentStore('InMemoryEnvironmentStore', async (options) => {
  const demanded = new Map<string, string | undefined>()
  const served = new Set<string>()
  const pools = { of: (spaceId: string) => demanded.get(spaceId), served }
  const all = new InMemoryEnvironments({ ...options, pools })
  return {
    of: (spaceId) => all.of(spaceId),
    eventsOf: (spaceId) => all.of(spaceId).events,
    demand: async (spaceId, pool) => void demanded.set(spaceId, pool),
    async serve(given) {
      served.clear()
      for (const pool of given) served.add(pool)
    },
  }
})
