export { testEventLog } from './event-log.contract.ts'
export { InMemoryEventLog } from './in-memory-event-log.ts'
