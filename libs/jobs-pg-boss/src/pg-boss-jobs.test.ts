import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { ConflictError, InputError } from '@groundplan/errors'
import { handler, type JobAttempt, type JobOutcome } from '@groundplan/jobs'
import { testJobs } from '@groundplan/jobs/testing'
import { findPostgresqlPrograms, isRequired, patience, startPostgresql } from '@groundplan/testing'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { JobDatabase } from './create-boss.ts'
import { openPgBossJobs } from './pg-boss-jobs.ts'
import { testTwoScopes } from './two-scopes.contract.ts'
import { kinds, patient, single, work } from './work.fixture.ts'

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
    await vi.waitFor(() => expect(attempts).toEqual([2]), patience)
    await second.close()
  })

  const open = async (onOutcome?: (outcome: JobOutcome) => void) => {
    const engine = { kind: 'embedded', pglite } as const
    return openPgBossJobs({ database: { kysely: database, engine }, kinds, works: true, onOutcome })
  }
  const countUnfinished = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from groundplan_jobs.job where state < 'completed'`.execute(database)
    return rows[0]?.count
  }

  it.each([work, single])('does not count an attempt at $name whose worker was stopped', async (kind) => {
    const key = kind === single ? { key: 'a' } : {}
    await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
    const attempts: number[] = []
    for (let stop = 0; stop < 3; stop += 1) {
      const jobs = await open()
      if (stop === 0) await jobs.enqueue({ kind, payload: {}, priority: 5, ...key })
      const hasBegun = Promise.withResolvers<undefined>()
      const run = async ({ attempt, signal }: JobAttempt<object>) => {
        attempts.push(attempt)
        hasBegun.resolve(undefined)
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))))
      }
      await jobs.work([handler({ kind, run })])
      await hasBegun.promise
      await jobs.close()
    }
    expect(attempts).toEqual([1, 1, 1])
    const { rows } = await sql`
      select state::text, priority from groundplan_jobs.job where state < 'completed'`.execute(database)
    expect(rows).toEqual([{ state: 'created', priority: 5 }])
  })

  it('does not give up a job while another one with its key waits', async () => {
    await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
    const outcomes: string[] = []
    const givenUp: unknown[] = []
    const jobs = await open(({ result }) => void outcomes.push(result))
    const run = () => Promise.reject(new ConflictError('Not yet.'))
    await jobs.work([
      handler({ kind: patient, run, onGivenUp: async (payload) => void givenUp.push(payload) }),
    ])
    for (const count of [1, 2]) {
      await jobs.enqueue({ kind: patient, payload: {}, key: 'a' })
      await vi.waitFor(() => expect(outcomes).toHaveLength(count), patience)
    }
    // One waits for its second attempt, and the queue of what was given up is empty.
    await vi.waitFor(async () => expect(await countUnfinished()).toBe(1), patience)
    expect([outcomes, givenUp]).toEqual([['failed', 'failed'], []])
    await jobs.close()
  })

  it('leaves nothing behind of a job that was given up, whether or not somebody wants to hear of it', async () => {
    await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
    const outcomes: string[] = []
    const jobs = await open(({ result }) => void outcomes.push(result))
    const run = () => Promise.reject(new InputError('Nothing is named.'))
    await jobs.work([handler({ kind: patient, run })])
    await jobs.enqueue({ kind: patient, payload: {}, key: 'a' })
    await vi.waitFor(async () => expect(await countUnfinished()).toBe(0), patience)
    expect(outcomes).toEqual(['given-up'])
    await jobs.close()
  })

  it('reports a job that was given up because its workers died', async () => {
    await sql`drop schema if exists groundplan_jobs cascade`.execute(database)
    const outcomes: JobOutcome[] = []
    const report = (outcome: JobOutcome) => void outcomes.push(outcome)
    const first = await open(report)
    const hasBegun = Promise.withResolvers<undefined>()
    const hang = () => (hasBegun.resolve(undefined), new Promise<void>(() => {}))
    await first.work([handler({ kind: work, run: hang })])
    await first.enqueue({ kind: work, payload: {} })
    await hasBegun.promise
    await sql`update groundplan_jobs.job set retry_limit = 0`.execute(database)
    const second = await open(report)
    await second.work([handler({ kind: work, run: async () => {} })])
    await vi.waitFor(
      () => expect(outcomes).toMatchObject([{ kind: 'work', attempt: 1, result: 'given-up' }]),
      patience,
    )
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
      await vi.waitFor(() => expect(attempts).toEqual([2]), patience)
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

function testOn(find: () => JobDatabase): void {
  testJobs('PgBossJobs', async ({ kinds, onOutcome }) => {
    const { kysely, engine } = find()
    await sql`drop schema if exists groundplan_jobs cascade`.execute(kysely)
    const errors: Error[] = []
    const options = {
      ...{ database: { kysely, engine }, kinds, works: true, onOutcome },
      onError: (error: Error) => void errors.push(error),
    }
    const jobs = await openPgBossJobs(options)
    const opened = [jobs]
    return {
      jobs,
      openWorker: async (pools) => {
        const worker = await openPgBossJobs({ ...options, pools })
        opened.push(worker)
        return worker
      },
      close: async () => {
        await Promise.all(opened.map((each) => each.close()))
        expect(errors).toEqual([])
      },
      inTransaction: (work) => kysely.transaction().execute(work),
    }
  })
  testTwoScopes(find)
}
