import { testEnvironmentStore } from './environment-store.contract.ts'
import { InMemoryEnvironments } from './in-memory-environment-store.ts'

testEnvironmentStore('InMemoryEnvironmentStore', async (options) => {
  const all = new InMemoryEnvironments(options)
  return { of: (spaceId) => all.of(spaceId), eventsOf: (spaceId) => all.of(spaceId).events }
})
