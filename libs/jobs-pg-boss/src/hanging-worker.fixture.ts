import { handler } from '@groundplan/jobs'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { openPgBossJobs } from './pg-boss-jobs.ts'
import { kinds, work } from './work.fixture.ts'

// A worker that takes a job, says so, and never ends it.
const url = process.argv[2] ?? ''
const kysely = new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }) })
const jobs = await openPgBossJobs({
  database: { kysely, engine: { kind: 'postgresql', url } },
  kinds,
  works: true,
})
const run = () => new Promise<void>(() => void process.send?.('begun'))
await jobs.work([handler({ kind: work, run })])
