import { builtInRoles } from '@groundplan/access'
import { InMemorySpaceStore } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import { defineJob, handler } from '@groundplan/jobs'
import { InMemoryJobs, InMemoryWorkerStore } from '@groundplan/jobs/testing'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { appRouter } from '../app-router.ts'

const kind = defineJob({ name: 'run-import', payload: z.object({ number: z.int() }) })
const now = new Date('2026-01-02T03:04:05Z')

it('tells which worker runs a job, and which worker is silent', async () => {
  const [jobs, workers] = [new InMemoryJobs(), new InMemoryWorkerStore()]
  const spaces = new InMemorySpaceStore()
  const caller = { actor: person('ada'), grants: [{ role: builtInRoles.devops }] }
  const context = { caller, spaceId: 'payments', jobs, workers, spaces, now: () => now }
  const api = appRouter.createCaller(context as unknown as ApiContext)
  const held = Promise.withResolvers<undefined>()
  await jobs.work([handler({ kind, run: () => held.promise })])
  const id = (await jobs.enqueue({ kind, payload: { number: 12 } })) ?? ''
  await jobs.enqueue({ kind, payload: { number: 13 }, delay: 3_600_000 })
  await vi.waitFor(async () => expect(await api.jobs.count()).toEqual({ running: 1, waiting: 1, failed: 0 }))
  const running = [{ id, kind: 'run-import', startedAt: now }]
  const worker = { pid: 1, version: '1.2.3', pools: ['default'], startedAt: now, running }
  await workers.put({ ...worker, id: 'alive', host: 'server-1', seenAt: now })
  const seenAt = new Date(now.getTime() - 600_000)
  await workers.put({
    ...worker,
    id: 'dead',
    host: 'server-2',
    seenAt,
    startedAt: seenAt,
    pools: ['emea'],
    running: [],
  })

  expect(await api.jobs.list({ state: 'running' })).toMatchObject({
    items: [{ id, kind: 'run-import', payload: { number: 12 }, attempt: 1, attempts: 10, workerId: 'alive' }],
  })
  const { items } = await api.jobs.list({ state: 'waiting' })
  expect(items).toMatchObject([{ payload: { number: 13 }, attempt: 0, pool: 'default' }])
  expect(items[0]).toMatchObject({ workerId: undefined, dueAt: expect.stringMatching(/Z$/) })
  expect((await api.jobs.workers()).items).toMatchObject([
    { id: 'alive', host: 'server-1', status: 'present', running: 1, pools: ['default'] },
    { id: 'dead', host: 'server-2', status: 'silent', running: 0, seenAt: seenAt.toISOString() },
  ])
  expect((await api.jobs.workers()).unservedPools).toEqual([])
  await spaces.setPool('payments', 'emea')
  await workers.remove('alive')
  expect((await api.jobs.workers()).unservedPools).toEqual(['default', 'emea'])
  held.resolve(undefined)
  await jobs.close()
})
