import { InMemoryJobs } from './in-memory-jobs.ts'
import { testJobs } from './jobs.contract.ts'

testJobs('InMemoryJobs', async (options) => {
  const jobs = new InMemoryJobs(options)
  return { jobs, openWorker: async (pools) => jobs.openWorker(pools), close: () => jobs.close() }
})
