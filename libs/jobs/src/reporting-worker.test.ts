import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { InMemoryJobs } from './in-memory-jobs.ts'
import { defineJob } from './job-kind.ts'
import { handler } from './job-worker.ts'
import { findServedPools, isPresent, ReportingWorker } from './reporting-worker.ts'
import { testWorkerStore } from './worker-store.contract.ts'
import { InMemoryWorkerStore } from './worker-store.ts'

testWorkerStore('InMemoryWorkerStore', async () => new InMemoryWorkerStore())

const kind = defineJob({ name: 'plain', payload: z.object({}) })
const start = new Date('2026-01-02T03:04:05Z')

describe('a worker that reports', () => {
  let closing: ReportingWorker | undefined
  afterEach(() => closing?.close())

  const create = (store = new InMemoryWorkerStore()) => {
    const jobs = new InMemoryJobs()
    const errors: unknown[] = []
    const worker = new ReportingWorker({
      ...{ worker: jobs, store, now: () => start, onError: (error: unknown) => errors.push(error) },
      process: { host: 'server-1', pid: 4711, version: '1.2.3', pools: ['emea'] },
    })
    closing = worker
    return { jobs, store, worker, errors }
  }

  it('is listed with what it runs, until it stops', async () => {
    const { jobs, store, worker, errors } = create()
    await store.put({
      ...{ id: 'dead', host: 'server-0', pid: 1, version: '1.2.2', pools: ['emea'], running: [] },
      ...{ startedAt: new Date(0), seenAt: new Date(start.getTime() - 25 * 3_600_000) },
    })
    const held = Promise.withResolvers<undefined>()
    const run = () => held.promise
    await worker.work([handler({ kind, run })])
    const id = await jobs.enqueue({ kind, payload: {} })
    const running = [{ id, kind: 'plain', startedAt: start }]
    const expected = {
      host: 'server-1',
      pid: 4711,
      version: '1.2.3',
      pools: ['emea'],
      startedAt: start,
      seenAt: start,
    }
    await vi.waitFor(async () => expect(await store.list()).toMatchObject([{ ...expected, running }]))
    held.resolve(undefined)
    await vi.waitFor(async () => expect(await store.list()).toMatchObject([{ running: [] }]))
    await worker.close()
    expect(await store.list()).toEqual([])
    expect(errors).toEqual([])
  })

  it('does its work also where it cannot report', async () => {
    const store = new InMemoryWorkerStore()
    store.put = () => Promise.reject(new Error('The database is away.'))
    const { jobs, worker, errors } = create(store)
    const done: string[] = []
    await worker.work([handler({ kind, run: async ({ id }) => void done.push(id) })])
    const id = await jobs.enqueue({ kind, payload: {} })
    await vi.waitFor(() => expect(done).toEqual([id]))
    await worker.close()
    expect(errors.length).toBeGreaterThan(0)
  })

  it('is taken for dead after 90 seconds of silence', () => {
    expect(isPresent({ seenAt: start }, new Date(start.getTime() + 90_000))).toBe(true)
    expect(isPresent({ seenAt: start }, new Date(start.getTime() + 90_001))).toBe(false)
    const workers = [
      { seenAt: start, pools: ['emea', 'default'] },
      { seenAt: new Date(start.getTime() - 1), pools: ['apac'] },
    ]
    expect([...findServedPools(workers, new Date(start.getTime() + 90_000))]).toEqual(['emea', 'default'])
  })
})
