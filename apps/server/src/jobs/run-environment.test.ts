import { join } from 'node:path'
import {
  openDatabase,
  PostgresEnvironmentStore,
  PostgresEventLog,
  PostgresSpaceStore,
  PostgresWorkerStore,
} from '@groundplan/database'
import { launchEnvironment, requestChange, runJob, type ChangeWish } from '@groundplan/environment'
import { callerOf, createWorld, InMemoryGrainRunner } from '@groundplan/environment/testing'
import type { JobKind, JobOutcome } from '@groundplan/jobs'
import { openPgBossJobs } from '@groundplan/jobs-pg-boss'
import { patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runEnvironments } from './run-environment.ts'

const temporaryDirectory = useTemporaryDirectories()
const spaceId = 'payments'
const ada = callerOf('ada')

let database: Awaited<ReturnType<typeof openDatabase>>
beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', directory: join(await temporaryDirectory(), 'database') })
})
afterAll(() => database?.destroy())

/** A server's worker on the embedded database, with a runner that outlives it as a cloud does. */
async function startWorker(runner: InMemoryGrainRunner, pools = ['default']) {
  const outcomes: JobOutcome[] = []
  const jobs = await openPgBossJobs({
    ...{ works: true, pools, kinds: [runJob] as unknown as readonly JobKind[] },
    database: { kysely: database, engine: database.engine },
    onOutcome: (outcome) => outcomes.push(outcome),
  })
  const store = new PostgresEnvironmentStore(database, { spaceId, jobsOf: () => jobs })
  const world = createWorld()
  const dependencies = { ...world.dependencies, store }
  await jobs.work([runEnvironments(() => ({ ...world.performing(store), runner }))])
  const launch = () =>
    launchEnvironment(
      {
        name: 'shop',
        blueprint: { name: 'shop', version: '1.0.0' },
        inputs: { region: 'eu', password: 'secret-word' },
      },
      ada,
      dependencies,
    )
  const change = (id: string, wish: ChangeWish) => requestChange(id, wish, { caller: ada }, dependencies)
  const reaches = (id: string, state: string) =>
    vi.waitFor(async () => expect((await store.find(id))?.state).toBe(state), patience)
  return { jobs, store, outcomes, launch, change, reaches }
}

it('an environment is launched, changed and ended by jobs in the database', async () => {
  const runner = new InMemoryGrainRunner()
  const { jobs, store, outcomes, launch, change, reaches } = await startWorker(runner)
  const { environment } = await launch()
  await reaches(environment.id, 'active')
  await change(environment.id, { kind: 'update', inputs: { region: 'us' } })
  await vi.waitFor(
    async () => expect((await store.find(environment.id))?.inputs.values).toEqual({ region: 'us' }),
    patience,
  )
  expect(runner.grains.get(`${environment.id}/network`)?.outputs).toMatchObject({ secret: 'secret-word' })
  await change(environment.id, { kind: 'end' })
  await reaches(environment.id, 'ended')
  await jobs.close()
  expect(runner.listResources(environment.id)).toEqual([])
  expect(runner.violations).toEqual([])
  expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done', 'done'])
  const events = new PostgresEventLog(database, { spaceId })
  const listed = await events.list({ kind: 'environment', id: environment.id }, { limit: 50 })
  expect(listed.map(({ type }) => type).toReversed()).toEqual([
    ...['environment.created', 'environment.launch-requested', 'environment.launch-started'],
    ...['environment.launched', 'environment.change-requested', 'environment.update-started'],
    ...['environment.updated', 'environment.change-requested', 'environment.end-started'],
    'environment.ended',
  ])
  const tables = [
    'environment',
    'environment_request',
    'environment_run',
    'environment_secret',
    'event',
  ] as const
  const rows = await Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute()))
  expect(JSON.stringify(rows)).not.toContain('secret-word')
  expect(rows[3]).toEqual([])
})

it('a run waits for a worker of the pool that its space demands, and no other one takes it', async () => {
  const runner = new InMemoryGrainRunner()
  const other = await startWorker(runner)
  const workers = new PostgresWorkerStore(database, { spaceId: 'default', blueprintRepositoryId: 'default' })
  const report = (id: string, pools: readonly string[]) =>
    workers.put({
      ...{ id, host: 'server', pid: 1, version: '1.2.3', pools, running: [] },
      ...{ startedAt: new Date(), seenAt: new Date() },
    })
  await report('other', ['default'])
  const spaces = new PostgresSpaceStore(database)
  const change = () => ({ by: ada.actor, at: new Date() })
  await spaces.setPool(spaceId, 'emea', change())
  const { environment } = await other.launch()
  await other.store.admitRuns()
  const statusOf = async () => (await other.store.findRun(environment.runId ?? ''))?.status
  expect(await statusOf()).toBe('queued')
  const own = await startWorker(runner, ['emea'])
  await report('own', ['emea'])
  await own.store.admitRuns()
  await own.reaches(environment.id, 'active')
  // Now the other one ends it.
  await spaces.setPool(spaceId, undefined, change())
  await own.change(environment.id, { kind: 'end' })
  await own.reaches(environment.id, 'ended')
  await Promise.all([other.jobs.close(), own.jobs.close()])
  expect(own.outcomes.map(({ result }) => result)).toEqual(['done'])
  expect(other.outcomes.map(({ result }) => result)).toEqual(['done'])
})

it('a worker that stops within an apply leaves the run to the next one, which continues it', async () => {
  const runner = new InMemoryGrainRunner()
  const first = await startWorker(runner)
  const reached = Promise.withResolvers<undefined>()
  runner.hook = async ({ step, task, changes, context }) => {
    if (step !== 'apply' || task.grain !== 'network' || changes !== 1) return
    reached.resolve(undefined)
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
  }
  const { environment } = await first.launch()
  await reached.promise
  await first.jobs.close()
  expect(first.outcomes.map(({ result }) => result)).toEqual(['stopped'])
  expect(await first.store.find(environment.id)).toMatchObject({ state: 'launching', mayHaveResources: true })
  runner.hook = () => {}
  const second = await startWorker(runner)
  await second.reaches(environment.id, 'active')
  await second.jobs.close()
  expect(runner.violations).toEqual([])
  expect(runner.applies.filter((each) => each === 'apply network')).toHaveLength(2)
  expect(runner.listResources(environment.id)).toHaveLength(4)
})
