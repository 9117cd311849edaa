import {
  defaultPool,
  findServedPools,
  isPresent,
  jobStates,
  type JobRecord,
  type WorkerRecord,
} from '@groundplan/jobs'
import { z } from 'zod'
import { procedureFor, router } from '../trpc.ts'

const reading = procedureFor('jobs.read')

/** Background work of the space: what waits, runs and has failed, and which processes do it. */
export const jobsRouter = router({
  /** Running ones by when they began, waiting ones in their order, and failed ones with the newest first. */
  list: reading
    .input(z.object({ state: z.enum(jobStates), limit: z.int().min(1).max(200).default(50) }))
    .query(async ({ ctx, input }) => {
      const [jobs, workers] = await Promise.all([ctx.jobs.list(input), ctx.workers.list()])
      return { items: jobs.map((job) => toView(job, workers)) }
    }),

  count: reading.query(({ ctx }) => ctx.jobs.count()),

  /** Those that were started last come first; one that died is listed for a day. */
  workers: reading.query(async ({ ctx }) => {
    const [workers, demanded] = await Promise.all([ctx.workers.list(), ctx.spaces.listPools()])
    const served = findServedPools(workers, ctx.now())
    return {
      items: workers.map((worker) => toWorkerView(worker, ctx.now())),
      /** Pools whose jobs wait because no living worker serves them. */
      unservedPools: [defaultPool, ...demanded].filter((pool) => !served.has(pool)),
    }
  }),
})

/** A job as clients see it; times are ISO 8601. */
export interface JobView {
  readonly id: string
  /** Name of its kind, e.g. `run-import`. */
  readonly kind: string
  readonly state: JobRecord['state']
  /** The pool whose workers take it. */
  readonly pool: string
  /** What the job is about; it depends on the kind. */
  readonly payload?: unknown
  /** Attempts that have begun. */
  readonly attempt: number
  readonly attempts: number
  readonly createdAt: string
  readonly dueAt?: string | undefined
  readonly startedAt?: string | undefined
  readonly failedAt?: string | undefined
  /** Why its last attempt failed. */
  readonly error?: string | undefined
  /** ID of the worker that runs it. */
  readonly workerId?: string | undefined
}

/** A worker as clients see it; times are ISO 8601. */
export interface WorkerView {
  readonly id: string
  readonly host: string
  readonly pid: number
  readonly version: string
  /** That it serves. */
  readonly pools: readonly string[]
  /** `silent`: it has died, or can't reach the database. */
  readonly status: 'present' | 'silent'
  readonly startedAt: string
  readonly seenAt: string
  /** How many jobs it runs. */
  readonly running: number
}

function toView(job: JobRecord, workers: readonly WorkerRecord[]): JobView {
  const { id, kind, state, pool = defaultPool, payload, attempt, attempts, error } = job
  const { createdAt, dueAt, startedAt, failedAt } = job
  const worker = workers.find(({ running }) => running.some((each) => each.id === id))
  return {
    ...{ id, kind, state, pool, payload, attempt, attempts, error, createdAt: createdAt.toISOString() },
    ...{
      dueAt: dueAt?.toISOString(),
      startedAt: startedAt?.toISOString(),
      failedAt: failedAt?.toISOString(),
    },
    workerId: state === 'running' ? worker?.id : undefined,
  }
}

function toWorkerView(worker: WorkerRecord, now: Date): WorkerView {
  const { id, host, pid, version, pools, startedAt, seenAt, running } = worker
  const status = isPresent(worker, now) ? 'present' : 'silent'
  return {
    ...{ id, host, pid, version, pools, status, running: status === 'present' ? running.length : 0 },
    ...{ startedAt: startedAt.toISOString(), seenAt: seenAt.toISOString() },
  }
}
