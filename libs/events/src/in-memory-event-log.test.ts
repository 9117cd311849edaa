import { testEventLog } from './event-log.contract.ts'
import { InMemoryEventLog } from './in-memory-event-log.ts'

testEventLog('InMemoryEventLog', async () => {
  const log = new InMemoryEventLog()
  return { log, record: async (event) => log.record(event) }
})
