export { InMemoryStateStore } from './in-memory-state-store.ts'
export { testStateStore } from './state-store.contract.ts'
