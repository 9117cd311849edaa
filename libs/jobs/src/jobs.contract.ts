// Over 300 lines: one suite, which every queue runs as a whole.
import { ConflictError, InputError } from '@groundplan/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { defineJob, type JobKind } from './job-kind.ts'
import type { JobMonitor } from './job-monitor.ts'
import type { JobQueue, JobTransaction } from './job-queue.ts'
import { handler, type JobOutcome, type JobWorker } from './job-worker.ts'

export interface JobsUnderTest {
  readonly jobs: JobQueue & JobWorker & JobMonitor
  readonly close: () => Promise<void>
  /** Another worker on the same jobs, which serves these pools; it is closed with the rest. */
  readonly openWorker: (pools: readonly string[]) => Promise<JobWorker>
  /** Runs the work in a transaction of the database; absent if the adapter knows none. */
  readonly inTransaction?: (work: (transaction: JobTransaction) => Promise<void>) => Promise<void>
}

type OpenJobs = (options: {
  readonly kinds: readonly JobKind[]
  /** That the worker serves; the default pool if absent. */
  readonly pools?: readonly string[]
  readonly onOutcome: (outcome: JobOutcome) => void
}) => Promise<JobsUnderTest>

const Named = z.object({ name: z.string() })
const retry = { attempts: 3, delay: 1_000, longestDelay: 1_000 }
const plain = defineJob({ name: 'plain', payload: Named, retry })
const keyed = defineJob({ name: 'keyed', payload: Named, keys: 'coalesced', retry })
const exclusive = defineJob({ name: 'exclusive', payload: Named, keys: 'exclusive', retry })
const slow = defineJob({
  name: 'slow',
  payload: Named,
  retry: { attempts: 2, delay: 3_600_000, longestDelay: 3_600_000 },
})
const pooled = defineJob({ name: 'pooled', payload: Named, keys: 'exclusive', isPooled: true, retry })
const kinds = [plain, keyed, exclusive, slow, pooled] as unknown as readonly JobKind[]

const waitingFor = { timeout: 90_000, interval: 20 }
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** What every queue with its worker promises. `open` gives an empty one. */
export function testJobs(name: string, open: OpenJobs): void {
  describe(`${name} as JobQueue and JobWorker`, () => {
    let under: JobsUnderTest
    let outcomes: JobOutcome[]
    let done: string[]
    beforeEach(async () => {
      ;[outcomes, done] = [[], []]
      under = await open({ kinds, onOutcome: (outcome) => outcomes.push(outcome) })
    })
    afterEach(() => under.close())

    const remember = async ({ payload }: { readonly payload: { readonly name: string } }) => {
      done.push(payload.name)
    }
    const seen = (count: number) => vi.waitFor(() => expect(outcomes).toHaveLength(count), waitingFor)

    it('runs every job once, those of higher priority first', async () => {
      const { jobs } = under
      await jobs.enqueue({ kind: plain, payload: { name: 'a' } })
      await jobs.enqueue({ kind: plain, payload: { name: 'b' } })
      await jobs.enqueue({ kind: plain, payload: { name: 'c' }, priority: 1 })
      await jobs.work([handler({ kind: plain, run: remember })])
      await seen(3)
      expect(done).toEqual(['c', 'a', 'b'])
      expect(outcomes.map(({ kind, attempt, result }) => [kind, attempt, result])).toEqual(
        Array.from({ length: 3 }, () => ['plain', 1, 'done']),
      )
    })

    it('refuses a payload that does not fit, a missing key and a key that is not expected', async () => {
      const { jobs } = under
      const wrong = { name: 1 } as unknown as { name: string }
      await expect(jobs.enqueue({ kind: plain, payload: wrong })).rejects.toThrow(
        'Invalid payload for the job plain at name',
      )
      await expect(jobs.enqueue({ kind: keyed, payload: { name: 'a' } })).rejects.toThrow('require a key')
      await expect(jobs.enqueue({ kind: plain, payload: { name: 'a' }, key: 'k' })).rejects.toThrow('no key')
    })

    it('has at most one job with a key wait while one runs, and runs one at a time', async () => {
      const { jobs } = under
      let [running, most] = [0, 0]
      const gates: (() => void)[] = []
      const run = async ({ payload }: { readonly payload: { readonly name: string } }) => {
        most = Math.max(most, (running += 1))
        await new Promise<void>((resolve) => gates.push(resolve))
        running -= 1
        done.push(payload.name)
      }
      await jobs.work([handler({ kind: keyed, concurrency: 3, run })])
      const enqueue = (payload: string) => jobs.enqueue({ kind: keyed, payload: { name: payload }, key: 'k' })
      expect(await enqueue('first')).toBeDefined()
      await vi.waitFor(() => expect(gates).toHaveLength(1), waitingFor)
      expect(await enqueue('second')).toBeDefined()
      expect(await enqueue('third')).toBeUndefined()
      await pause(300)
      gates[0]?.()
      await vi.waitFor(() => expect(gates).toHaveLength(2), waitingFor)
      gates[1]?.()
      await seen(2)
      expect([done, most]).toEqual([['first', 'second'], 1])
    })

    it('has one job with an exclusive key, whether it waits, runs or is to be tried again', async () => {
      const { jobs } = under
      const enqueue = (name: string) => jobs.enqueue({ kind: exclusive, payload: { name }, key: 'k' })
      const refused: unknown[] = []
      const givenUp: string[] = []
      const run = async ({ payload, attempt }: { payload: { name: string }; attempt: number }) => {
        refused.push(await enqueue('while it runs'))
        if (attempt === 1) throw new ConflictError('Not yet.')
        done.push(payload.name)
      }
      expect(await enqueue('first')).toBeDefined()
      refused.push(await enqueue('while it waits'))
      await jobs.work([
        handler({
          kind: exclusive,
          concurrency: 2,
          run,
          onGivenUp: async ({ name }) => void givenUp.push(name),
        }),
      ])
      await seen(1)
      refused.push(await enqueue('before the next attempt'))
      await seen(2)
      expect([refused, done, givenUp]).toEqual([Array(4).fill(undefined), ['first'], []])
      await vi.waitFor(async () => expect(await enqueue('next')).toBeDefined(), waitingFor)
      await vi.waitFor(() => expect(done).toEqual(['first', 'next']), waitingFor)
    })

    it('runs as many at a time as the handler says', async () => {
      const { jobs } = under
      let [running, most] = [0, 0]
      const run = async () => {
        most = Math.max(most, (running += 1))
        await pause(200)
        running -= 1
      }
      for (let index = 0; index < 6; index += 1)
        await jobs.enqueue({ kind: plain, payload: { name: String(index) } })
      await jobs.work([handler({ kind: plain, concurrency: 3, run })])
      await seen(6)
      expect(most).toBe(3)
    })

    it('lists what waits by priority and time, what runs, and what has failed, with its attempts', async () => {
      const { jobs } = under
      const later = 3_600_000
      await jobs.enqueue({ kind: plain, payload: { name: 'later' }, delay: later })
      await jobs.enqueue({ kind: keyed, payload: { name: 'now' }, key: 'k' })
      await jobs.enqueue({ kind: plain, payload: { name: 'urgent' }, priority: 1, delay: 2 * later })
      expect(await jobs.count()).toEqual({ running: 0, waiting: 3, failed: 0 })
      const waiting = await jobs.list({ state: 'waiting', limit: 10 })
      expect(waiting).toMatchObject([
        { kind: 'plain', payload: { name: 'urgent' }, attempt: 0, attempts: 3 },
        { kind: 'keyed', payload: { name: 'now' }, key: 'k', state: 'waiting' },
        { kind: 'plain', payload: { name: 'later' } },
      ])
      const [urgent] = waiting
      const wait = (urgent?.dueAt?.getTime() ?? 0) - (urgent?.createdAt.getTime() ?? 0)
      expect(wait / later).toBeCloseTo(2, 1)
      expect(await jobs.list({ state: 'waiting', limit: 1 })).toEqual([urgent])

      const held = Promise.withResolvers<undefined>()
      const failing = handler({
        kind: exclusive,
        run: () => Promise.reject(new InputError('Nothing is named.')),
      })
      await jobs.work([handler({ kind: keyed, run: () => held.promise }), failing])
      await jobs.enqueue({ kind: exclusive, payload: { name: 'bad' }, key: 'k' })
      await seen(1)
      await vi.waitFor(
        async () => expect(await jobs.count()).toEqual({ running: 1, waiting: 2, failed: 1 }),
        waitingFor,
      )
      const [running] = await jobs.list({ state: 'running', limit: 10 })
      expect(running).toMatchObject({ kind: 'keyed', payload: { name: 'now' }, attempt: 1 })
      expect(running?.startedAt).toBeInstanceOf(Date)
      const [failed] = await jobs.list({ state: 'failed', limit: 10 })
      expect(failed).toMatchObject({
        ...{ kind: 'exclusive', state: 'failed', payload: { name: 'bad' }, key: 'k' },
        ...{ attempt: 1, attempts: 3, error: 'Nothing is named.' },
      })
      expect(failed?.failedAt?.getTime()).toBeGreaterThanOrEqual(failed?.createdAt.getTime() ?? Infinity)
      held.resolve(undefined)
      await seen(2)
    })

    it('says how often a job was tried that waits for its next attempt, and why that failed', async () => {
      const { jobs } = under
      const run = () => Promise.reject(new ConflictError('Not yet.'))
      await jobs.work([handler({ kind: slow, run })])
      await jobs.enqueue({ kind: slow, payload: { name: 'x' } })
      await seen(1)
      const expected = { kind: 'slow', attempt: 1, attempts: 2, error: 'Not yet.' }
      await vi.waitFor(
        async () => expect(await jobs.list({ state: 'waiting', limit: 10 })).toMatchObject([expected]),
        waitingFor,
      )
    })

    it('does not run a job before its delay is over', async () => {
      const { jobs } = under
      await jobs.work([handler({ kind: plain, run: remember })])
      await jobs.enqueue({ kind: plain, payload: { name: 'late' }, delay: 1500 })
      await jobs.enqueue({ kind: plain, payload: { name: 'early' } })
      await seen(2)
      expect(done).toEqual(['early', 'late'])
    })

    it('tries again what fails, as often as the kind says, then gives up', async () => {
      const { jobs } = under
      const givenUp: string[] = []
      const lasts: boolean[] = []
      await jobs.work([
        handler({
          kind: plain,
          run: async ({ payload, attempt, isLast }) => {
            lasts.push(isLast)
            if (payload.name === 'bad' || attempt === 1) throw new ConflictError(`Attempt ${attempt}.`)
            done.push(payload.name)
          },
          onGivenUp: async ({ name: bad }, reason) => void givenUp.push(`${bad}: ${reason}`),
        }),
      ])
      await jobs.enqueue({ kind: plain, payload: { name: 'bad' } })
      await seen(3)
      expect(lasts).toEqual([false, false, true])
      await jobs.enqueue({ kind: plain, payload: { name: 'good' } })
      await seen(5)
      expect(done).toEqual(['good'])
      expect(outcomes.map(({ result }) => result)).toEqual(['failed', 'failed', 'given-up', 'failed', 'done'])
      await vi.waitFor(() => expect(givenUp).toEqual(['bad: Attempt 3.']), waitingFor)
    })

    it('gives up at once where trying again cannot help', async () => {
      const { jobs } = under
      const givenUp: string[] = []
      const run = async () => {
        throw new InputError('Nothing is named.')
      }
      const onGivenUp = async (_: unknown, reason: string) => void givenUp.push(reason)
      await jobs.work([handler({ kind: plain, run, onGivenUp })])
      await jobs.enqueue({ kind: plain, payload: { name: 'x' } })
      await seen(1)
      await vi.waitFor(() => expect(givenUp).toEqual(['Nothing is named.']), waitingFor)
      expect(outcomes.map(({ result }) => result)).toEqual(['given-up'])
    })

    it('tells what runs when the worker closes, and keeps it for another attempt', async () => {
      const { jobs } = under
      let begun = () => {}
      const hasBegun = new Promise<void>((resolve) => (begun = resolve))
      await jobs.work([
        handler({
          kind: plain,
          run: async ({ signal }) => {
            begun()
            await new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(new Error('stop'))),
            )
          },
        }),
      ])
      await jobs.enqueue({ kind: plain, payload: { name: 'x' } })
      await hasBegun
      await jobs.close()
      expect(outcomes.map(({ result }) => result)).toEqual(['stopped'])
    })

    it('gives a job only to workers that serve its pool, also after it has failed', async () => {
      const { jobs, openWorker } = under
      const taken: string[] = []
      const failed = new Set<string>()
      const handlerOf = (worker: string) =>
        handler({
          kind: pooled,
          concurrency: 3,
          run: async ({ payload }) => {
            taken.push(`${worker}: ${payload.name}`)
            if (payload.name !== 'retried' || failed.has(payload.name)) return
            failed.add(payload.name)
            throw new ConflictError('Not yet.')
          },
        })
      // Their queues are there from now on.
      const [emea, both] = [await openWorker(['emea']), await openWorker(['apac', 'default'])]
      const enqueue = (name: string, pool?: string) =>
        jobs.enqueue({ kind: pooled, payload: { name }, key: name, ...(pool && { pool }) })
      expect(await enqueue('a', 'emea')).toBeDefined()
      expect(await enqueue('a', 'emea')).toBeUndefined()
      await enqueue('retried', 'emea')
      await enqueue('b', 'apac')
      await jobs.work([handlerOf('no pool')])
      await enqueue('c')
      await vi.waitFor(() => expect(taken).toEqual(['no pool: c']), waitingFor)
      // A job counts as running until the queue knows that it has ended.
      await vi.waitFor(
        async () => expect(await jobs.count()).toEqual({ running: 0, waiting: 3, failed: 0 }),
        waitingFor,
      )
      expect((await jobs.list({ state: 'waiting', limit: 10 })).map(({ pool, key }) => [pool, key])).toEqual([
        ...[
          ['emea', 'a'],
          ['emea', 'retried'],
          ['apac', 'b'],
        ],
      ])
      await emea.work([handlerOf('emea')])
      await vi.waitFor(
        () => expect(taken.toSorted()).toEqual(['emea: a', 'emea: retried', 'emea: retried', 'no pool: c']),
        waitingFor,
      )
      await both.work([handlerOf('both')])
      await vi.waitFor(() => expect(taken).toContain('both: b'), waitingFor)
      await jobs.close()
      await enqueue('d', 'default')
      await vi.waitFor(() => expect(taken).toContain('both: d'), waitingFor)
    })

    it('leaves kinds without pools to workers of the default pool, and shares places among pools', async () => {
      const { jobs, openWorker } = under
      const held = Promise.withResolvers<undefined>()
      const begun: string[] = []
      const handlers = [pooled, plain].map((kind) =>
        handler({
          ...{ kind, concurrency: 3 },
          run: async ({ payload }: { readonly payload: { readonly name: string } }) => {
            begun.push(payload.name)
            await held.promise
          },
        }),
      )
      const worker = await openWorker(['emea', 'apac'])
      await worker.work(handlers)
      for (const pool of ['emea', 'apac'])
        for (const index of [1, 2, 3]) {
          const name = `${pool} ${index}`
          await jobs.enqueue({ kind: pooled, payload: { name }, key: name, pool })
        }
      await jobs.enqueue({ kind: plain, payload: { name: 'plain' } })
      const first = ['apac 1', 'emea 1', 'emea 2']
      await vi.waitFor(() => expect(begun.toSorted()).toEqual(first), waitingFor)
      await pause(2500)
      expect(begun.toSorted()).toEqual(first)
      await jobs.work(handlers)
      await vi.waitFor(() => expect(begun).toContain('plain'), waitingFor)
      held.resolve(undefined)
      await vi.waitFor(() => expect(begun).toHaveLength(7), waitingFor)
    })

    it('lets kinds without pools demand none', async () => {
      const enqueued = under.jobs.enqueue({ kind: plain, payload: { name: 'a' }, pool: 'emea' })
      await expect(enqueued).rejects.toThrow("Jobs of type plain can't demand a pool of workers.")
    })

    it('has a job of a transaction only once that is committed', async (test) => {
      const { jobs, inTransaction } = under
      if (inTransaction === undefined) return test.skip('it has no transactions')
      await jobs.work([handler({ kind: plain, run: remember })])
      const failing = inTransaction(async (transaction) => {
        await jobs.enqueue({ kind: plain, payload: { name: 'lost' } }, transaction)
        throw new Error('rolled back')
      })
      await expect(failing).rejects.toThrow('rolled back')
      await inTransaction(async (transaction) => {
        await jobs.enqueue({ kind: plain, payload: { name: 'kept' } }, transaction)
        await pause(300)
        expect(done).toEqual([])
      })
      await seen(1)
      expect(done).toEqual(['kept'])
    })
  })
}
