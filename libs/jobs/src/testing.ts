export { InMemoryJobs } from './in-memory-jobs.ts'
export { testJobs } from './jobs.contract.ts'
export type { JobsUnderTest } from './jobs.contract.ts'
