export { openPgBossJobs, PgBossJobs } from './pg-boss-jobs.ts'
export type { PgBossJobsOptions } from './pg-boss-jobs.ts'
export type { JobDatabase, JobEngine } from './create-boss.ts'
