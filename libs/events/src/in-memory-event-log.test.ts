import { testEventLog } from './event-log.contract.ts'
import { InMemoryEventLog } from './in-memory-event-log.ts'

testEventLog('InMemoryEventLog', async () => {
  const log = new InMemoryEventLog('payments')
  return { spaceId: 'payments', log, record: async (event) => log.record(event) }
})
