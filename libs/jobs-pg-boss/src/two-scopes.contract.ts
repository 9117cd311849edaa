import type { Scope } from '@groundplan/actor'
import { InputError } from '@groundplan/errors'
import { handler, type JobOutcome } from '@groundplan/jobs'
import { patience } from '@groundplan/testing'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { JobDatabase } from './create-boss.ts'
import { openPgBossJobs } from './pg-boss-jobs.ts'
import { kinds, patient, single, work } from './work.fixture.ts'

/** What jobs of two scopes in one database promise, on every engine. */
export function testTwoScopes(find: () => JobDatabase): void {
  describe('with two scopes in one database', () => {
    const scopeOf = (blueprintRepositoryId: string) => ({ spaceId: 'acme', blueprintRepositoryId })
    const open = (scope: Scope | undefined, onOutcome?: (outcome: JobOutcome) => void) =>
      openPgBossJobs({ database: find(), scope, kinds, works: true, onOutcome })
    beforeEach(async () => {
      await sql`drop schema if exists groundplan_jobs cascade`.execute(find().kysely)
    })
    const listSchedules = async () => {
      const { rows } = await sql<{ name: string }>`
        select name from groundplan_jobs.schedule order by name`.execute(find().kysely)
      return rows.map(({ name }) => name)
    }

    it.each([
      ['two that are named', scopeOf('one'), scopeOf('two')],
      ['the default and another one', undefined, scopeOf('two')],
      ['one whose name looks like two', scopeOf('two'), { spaceId: 'x/acme', blueprintRepositoryId: 'two' }],
    ])('runs the jobs of each only in its own workers: %s', async (_, one, two) => {
      const [first, second] = [await open(one), await open(two)]
      // One key, which would otherwise stand for both.
      expect(await first.enqueue({ kind: single, payload: {}, key: 'a' })).toBeDefined()
      expect(await second.enqueue({ kind: single, payload: {}, key: 'a' })).toBeDefined()
      const [hung, held] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
      const ran: string[] = []
      const run = async () => {
        ran.push('first')
        hung.resolve(undefined)
        await held.promise
      }
      await first.work([handler({ kind: single, run }), handler({ kind: work, run: async () => {} })])
      await hung.promise
      // Starts while one of the other scope runs, which in the embedded database looks abandoned.
      await second.work([handler({ kind: single, run: async () => void ran.push('second') })])
      await vi.waitFor(() => expect(ran).toEqual(['first', 'second']), patience)
      held.resolve(undefined)
      await second.enqueue({ kind: single, payload: {}, key: 'b' })
      await vi.waitFor(() => expect(ran).toEqual(['first', 'second', 'second']), patience)
      await Promise.all([first.close(), second.close()])
      const { rows } = await sql<{ name: string; state: string; retry_count: number }>`
        select name, state::text, retry_count from groundplan_jobs.job where name like 'single%'`.execute(
        find().kysely,
      )
      expect(rows).toHaveLength(3)
      expect(rows.every(({ state, retry_count }) => state === 'completed' && retry_count === 0)).toBe(true)
    })

    it('tells only the scope whose job was given up, also if the other one has the same key', async () => {
      const outcomes: string[] = []
      const givenUp: string[] = []
      const reportTo = (name: string) => (outcome: JobOutcome) =>
        void outcomes.push(`${name}: ${outcome.result}`)
      const first = await open(undefined, reportTo('first'))
      const second = await open(scopeOf('two'), reportTo('second'))
      // It waits in the other scope, so that a look at all queues would find it under way.
      await second.enqueue({ kind: patient, payload: {}, key: 'a', delay: 3_600_000 })
      const run = () => Promise.reject(new InputError('Nothing is named.'))
      const work = (name: string) =>
        handler({ kind: patient, run, onGivenUp: async () => void givenUp.push(name) })
      await second.work([work('second')])
      await first.work([work('first')])
      await first.enqueue({ kind: patient, payload: {}, key: 'a' })
      await vi.waitFor(() => expect(givenUp).toEqual(['first']), patience)
      expect(outcomes).toEqual(['first: given-up'])
      await Promise.all([first.close(), second.close()])
    })

    it('removes only its own schedules when they are no longer configured', async () => {
      const schedule = { cron: '* * * * *', payload: {}, key: 'all' }
      const run = async () => {}
      const recurring = [handler({ kind: patient, run, schedule })]
      const [first, second] = [await open(undefined), await open(scopeOf('two'))]
      await first.work(recurring)
      await second.work(recurring)
      expect(await listSchedules()).toEqual(['patient', 'patient/acme/two'])
      await Promise.all([first.close(), second.close()])

      const next = await open(scopeOf('two'))
      await next.work([handler({ kind: patient, run })])
      expect(await listSchedules()).toEqual(['patient'])
      await next.close()
      const other = await open(scopeOf('two'))
      await other.work(recurring)
      await other.close()
      const last = await open(undefined)
      await last.work([handler({ kind: patient, run })])
      expect(await listSchedules()).toEqual(['patient/acme/two'])
      await last.close()
    })
  })
}
