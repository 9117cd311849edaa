import type { Scope } from '@groundplan/actor'
import {
  checkJob,
  defaultPool,
  dividePlaces,
  performAttempt,
  type JobHandler,
  type JobKind,
  type JobMonitor,
  type JobOutcome,
  type JobQueue,
  type JobState,
  type JobTransaction,
  type JobWorker,
  type NewJob,
} from '@groundplan/jobs'
import type { Kysely } from 'kysely'
import { fromKysely, type JobResult, type JobWithMetadata, type PgBoss } from 'pg-boss'
import { createBoss, schema, type JobDatabase } from './create-boss.ts'
import { PgBossJobMonitor } from './list-jobs.ts'
import { listSchedules } from './list-schedules.ts'
import { prepareQueues } from './prepare-queues.ts'
import { deadLetterQueue, queueNames, type QueueNames } from './queue-names.ts'
import { readReason } from './read-reason.ts'
import { releaseAbandoned } from './release-abandoned.ts'
import { translateStartError } from './translate-start-error.ts'

/** How long a worker waits between two looks for jobs whose time has come, in seconds; new ones it learns of at once. */
const pollingSeconds = 2

/** Jobs that were given up are rare. */
const deadLetterPollingSeconds = 10

/** How long closing waits for handlers that were told to stop, in milliseconds. */
const patience = 10_000

interface Payload {
  readonly payload: unknown
}

export interface PgBossJobsOptions {
  readonly database: JobDatabase
  /** Whose jobs they are: those of other scopes in the same database are never seen. Absent: queues without a scope in their names. */
  readonly scope?: Scope | undefined
  /** Every kind that is enqueued or handled here. */
  readonly kinds: readonly JobKind[]
  /** False if this process only enqueues. */
  readonly works: boolean
  /** Pools of workers that this process serves; the default pool if absent. */
  readonly pools?: readonly string[] | undefined
  readonly onOutcome?: ((outcome: JobOutcome) => void) | undefined
  /** Hears what goes wrong in the background, e.g. that the database is away. */
  readonly onError?: ((error: Error) => void) | undefined
}

/** Jobs in tables beside ours, in PostgreSQL or the embedded database. Open it with {@link openPgBossJobs}. */
export class PgBossJobs implements JobQueue, JobWorker, JobMonitor {
  readonly #boss: PgBoss
  readonly #options: PgBossJobsOptions
  readonly #names: QueueNames
  readonly #pools: readonly string[]
  readonly #monitor: JobMonitor
  readonly #closing = new AbortController()
  /** Those that this process works on. */
  readonly #queues: string[] = []

  constructor(boss: PgBoss, options: PgBossJobsOptions) {
    this.#boss = boss
    this.#options = options
    this.#names = queueNames(options.scope)
    const { kinds, database, pools = [defaultPool] } = options
    this.#pools = pools
    this.#monitor = new PgBossJobMonitor({ kysely: database.kysely, kinds, names: this.#names })
  }

  async enqueue<Payload>(job: NewJob<Payload>, transaction?: JobTransaction): Promise<string | undefined> {
    const payload = checkJob(job)
    const { kind, key, delay = 0, priority = 0, pool } = job
    const executor = (transaction ?? this.#options.database.kysely) as Kysely<unknown>
    const id = await this.#boss.send(
      this.#names.of(kind, pool),
      { payload },
      {
        ...{ db: fromKysely(executor), priority },
        ...(key === undefined ? {} : { singletonKey: key }),
        ...(delay > 0 ? { startAfter: new Date(Date.now() + delay) } : {}),
      },
    )
    return id ?? undefined
  }

  async work(handlers: readonly JobHandler[]): Promise<void> {
    const own = handlers.map((handler) => [handler, this.#placesOf(handler)] as const)
    if (this.#options.database.engine.kind === 'embedded') {
      await releaseAbandoned(
        this.#boss,
        own.flatMap(([{ kind }, places]) => [...places.keys()].map((pool) => this.#names.of(kind, pool))),
      )
    }
    for (const [handler, places] of own) if (places.size > 0) await this.#workOn(handler, places)
    await this.#schedule(handlers)
  }

  async close(): Promise<void> {
    // First of all nothing new, or what is told to stop would begin here again.
    for (const name of this.#queues) await this.#boss.offWork(name, { wait: false })
    this.#closing.abort()
    await this.#boss.stop({ graceful: true, timeout: patience })
  }

  list(filter: { readonly state: JobState; readonly limit: number }) {
    return this.#monitor.list(filter)
  }

  count() {
    return this.#monitor.count()
  }

  #placesOf({ kind, concurrency = 1 }: JobHandler): ReadonlyMap<string, number> {
    return dividePlaces(kind, concurrency, this.#pools)
  }

  async #workOn(handler: JobHandler, placesOf: ReadonlyMap<string, number>): Promise<void> {
    const { kind } = handler
    for (const [pool, places] of placesOf) {
      const queue = this.#names.of(kind, pool)
      this.#queues.push(queue)
      for (let index = 0; index < places; index += 1) {
        const id = await this.#boss.work(
          queue,
          {
            ...{ pollingIntervalSeconds: pollingSeconds, notifyPollingIntervalSeconds: pollingSeconds },
            ...{ perJobResults: true, includeMetadata: true },
          },
          // Another one may wait already: it must not wait for the next look.
          ([job]: JobWithMetadata<Payload>[]) =>
            this.#perform(handler, job).finally(() => this.#boss.notifyWorker(id)),
        )
      }
    }
    const givenUp = deadLetterQueue(this.#names.of(kind))
    this.#queues.push(givenUp)
    await this.#boss.work(
      givenUp,
      {
        ...{ pollingIntervalSeconds: pollingSeconds, includeMetadata: true },
        notifyPollingIntervalSeconds: deadLetterPollingSeconds,
      },
      async ([job]: JobWithMetadata<Payload>[]) => {
        if (job !== undefined) await this.#giveUp(handler, job)
      },
    )
  }

  async #perform(handler: JobHandler, job: JobWithMetadata<Payload> | undefined): Promise<JobResult[]> {
    if (job === undefined) return []
    const { id, data, retryCount, signal } = job
    const attempt = retryCount + 1
    const result = await performAttempt(
      handler,
      {
        id,
        payload: data.payload,
        attempt,
        isLast: attempt >= handler.kind.retry.attempts,
        signal: this.#any(signal),
      },
      { closing: this.#closing.signal, onOutcome: (outcome) => this.#onOutcome(outcome) },
    )
    if (result.kind === 'done') return [{ id, status: 'completed' }]
    if (result.kind === 'stopped') return [await this.#passOn(job)]
    const status = result.kind === 'give-up' ? 'deadletter' : 'failed'
    return [{ id, status, output: { message: result.reason, reported: true } }]
  }

  /** Has another worker do it from the first attempt on: how often servers are stopped says nothing about the job. */
  async #passOn(job: JobWithMetadata<Payload>): Promise<JobResult> {
    const { id, name, data, singletonKey, priority } = job
    const output = { message: 'The worker stopped; a new job does the work.' }
    await this.#options.database.kysely.transaction().execute(async (transaction) => {
      const db = fromKysely(transaction)
      // In this order: the new one may need the key of this one.
      await this.#boss.complete(name, job, output, { db })
      await this.#boss.send(name, data, { db, priority, ...(singletonKey === null ? {} : { singletonKey }) })
    })
    return { id, status: 'completed', output }
  }

  /** A job whose key another one waits or runs for is not given up: that one does the work. */
  async #giveUp({ kind, onGivenUp }: JobHandler, job: JobWithMetadata<Payload>): Promise<void> {
    const { data, singletonKey: key, sourceId, sourceName, sourceRetryCount, sourceOutput } = job
    if (key !== null && (await this.#isUnderWay(sourceName ?? this.#names.of(kind), key))) return
    const { reason, isReported } = readReason(sourceOutput)
    if (!isReported) {
      const attempt = (sourceRetryCount ?? 0) + 1
      const outcome = { kind: kind.name, id: sourceId ?? job.id, attempt, milliseconds: 0 }
      this.#onOutcome({ ...outcome, result: 'given-up', error: new Error(reason) })
    }
    await onGivenUp?.(data.payload, reason)
  }

  async #isUnderWay(queue: string, key: string): Promise<boolean> {
    const jobs = await this.#boss.findJobs(queue, { key })
    return jobs.some(({ state }) => state === 'created' || state === 'retry' || state === 'active')
  }

  #onOutcome(outcome: JobOutcome): void {
    this.#options.onOutcome?.(outcome)
  }

  #any(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closing.signal])
  }

  /** Schedules are rows; those of this scope's kinds that no longer have one are removed. */
  async #schedule(handlers: readonly JobHandler[]): Promise<void> {
    const scheduled = handlers.flatMap(({ kind, schedule }) =>
      schedule === undefined ? [] : [{ kind, schedule }],
    )
    for (const { kind, schedule } of scheduled) {
      const { cron, payload, key } = schedule
      checkJob({ kind, payload, key })
      await this.#boss.schedule(
        this.#names.of(kind),
        cron,
        { payload },
        { tz: 'UTC', ...(key === undefined ? {} : { singletonKey: key }) },
      )
    }
    const queues = new Set(scheduled.map(({ kind }) => this.#names.of(kind)))
    for (const { name, key } of await listSchedules(this.#boss))
      if (this.#names.isOwn(name) && !queues.has(name)) await this.#boss.unschedule(name, key)
  }
}

/**
 * Brings the tables of jobs up to date and opens them. Safe to call from several processes at once. Throws ExternalServiceError
 * or InputError.
 */
export async function openPgBossJobs(options: PgBossJobsOptions): Promise<PgBossJobs> {
  const { database, scope, kinds, works, pools = [], onError = () => {} } = options
  const boss = createBoss(database.engine, works)
  boss.on('error', onError)
  try {
    await boss.start()
    await prepareQueues(boss, kinds, { names: queueNames(scope), pools })
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw translateStartError(error, schema)
  }
  return new PgBossJobs(boss, options)
}
