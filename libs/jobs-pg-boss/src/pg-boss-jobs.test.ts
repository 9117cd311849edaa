import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { handler } from '@groundplan/jobs'
import { testJobs } from '@groundplan/jobs/testing'
import { findPostgresqlPrograms, isRequired, startPostgresql } from '@groundplan/testing'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { JobEngine } from './create-boss.ts'
import { openPgBossJobs } from './pg-boss-jobs.ts'
import { kinds, work } from './work.fixture.ts'

const programs = await findPostgresqlPrograms()

describe('on the embedded database', () => {
  let pglite: PGlite
  let database: Kysely<unknown>
  beforeAll(async () => {
    pglite = await PGlite.create()
    database = new Kysely({ dialect: new PGliteDialect({ pglite }) })
  })
  afterAll(() => database.destroy())
  testOn(() => ({ kysely: database, engine: { kind: 'embedded', pglite } }))

  it('tries at once again what an ended process has left', async () => {
    await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
    const options = {
      database: { kysely: database, engine: { kind: 'embedded', pglite } as const },
      kinds,
      works: true,
    }
    const first = await openPgBossJobs(options)
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    const hang = handler({ kind: work, run: () => (begun(), new Promise(() => {})) })
    await first.work([hang])
    await first.enqueue({ kind: work, payload: {} })
    await hasBegun
    const second = await openPgBossJobs(options)
    const attempts: number[] = []
    await second.work([handler({ kind: work, run: async ({ attempt }) => void attempts.push(attempt) })])
    await vi.waitFor(() => expect(attempts).toEqual([2]), { timeout: 9_000 })
    await second.close()
  })
})

if (programs === undefined && !isRequired('postgresql')) {
  describe.skip('on PostgreSQL (skipped: its programs are not installed)', () => {
    it('keeps what the ports promise', () => {})
  })
} else {
  describe('on PostgreSQL', () => {
    let url: string
    let database: Kysely<unknown>
    let stop = async () => {}
    beforeAll(async () => {
      const started = await startPostgresql(programs ?? 'missing: install PostgreSQL')
      ;({ url, stop } = started)
      database = new Kysely({
        dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }),
      })
    })
    afterAll(async () => {
      await database?.destroy()
      await stop()
    })
    testOn(() => ({ kysely: database, engine: { kind: 'postgresql', url } }))

    it('gives the job of a worker that was killed to another one, which knows that it is the second attempt', async () => {
      await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
      const engine = { kind: 'postgresql', url } as const
      const jobs = await openPgBossJobs({ database: { kysely: database, engine }, kinds, works: true })
      await jobs.enqueue({ kind: work, payload: {} })
      const child = fork(join(import.meta.dirname, 'hanging-worker.fixture.ts'), [url])
      await once(child, 'message')
      child.kill('SIGKILL')
      const attempts: number[] = []
      await jobs.work([handler({ kind: work, run: async ({ attempt }) => void attempts.push(attempt) })])
      await vi.waitFor(() => expect(attempts).toEqual([2]), { timeout: 28_000, interval: 100 })
      await jobs.close()
    })

    it('opens for several servers at once that start on an empty database', async () => {
      await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
      const engine = { kind: 'postgresql', url } as const
      const opening = Array.from({ length: 5 }, (_, index) =>
        openPgBossJobs({ database: { kysely: database, engine }, kinds: [], works: index > 2 }),
      )
      for (const jobs of await Promise.all(opening)) await jobs.close()
    })

    it('says which right is missing if the user may not create the tables', async () => {
      await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
      await sql`drop role if exists guest`.execute(database)
      await sql`create role guest login`.execute(database)
      const address = new URL(url)
      address.username = 'guest'
      const engine = { kind: 'postgresql', url: address.href } as const
      const opening = openPgBossJobs({ database: { kysely: database, engine }, kinds: [], works: false })
      await expect(opening).rejects.toMatchObject({
        name: 'ExternalServiceError',
        hint: expect.stringContaining('GRANT CREATE ON DATABASE'),
      })
    })
  })
}

function testOn(find: () => { readonly kysely: Kysely<unknown>; readonly engine: JobEngine }): void {
  testJobs('PgBossJobs', async ({ kinds, onOutcome }) => {
    const { kysely, engine } = find()
    await sql`drop schema if exists groundplan_jobs cascade`.execute(kysely)
    const errors: Error[] = []
    const onError = (error: Error) => void errors.push(error)
    const jobs = await openPgBossJobs({
      database: { kysely, engine },
      kinds,
      works: true,
      onOutcome,
      onError,
    })
    return {
      jobs,
      close: async () => {
        await jobs.close()
        expect(errors).toEqual([])
      },
      inTransaction: (work) => kysely.transaction().execute(work),
    }
  })
}
