import { hostname } from 'node:os'
import type { Scope } from '@groundplan/actor'
import { syncCatalogJob } from '@groundplan/catalog'
import { type OpenDatabase, PostgresWorkerStore } from '@groundplan/database'
import { runJob } from '@groundplan/environment'
import { followHostJob, registerWebhooksJob } from '@groundplan/host-sync'
import { importJob } from '@groundplan/importer'
import {
  defaultPool,
  ReportingWorker,
  type JobHandler,
  type JobKind,
  type JobMonitor,
  type JobQueue,
  type JobWorker,
  type WorkerStore,
} from '@groundplan/jobs'
import { openPgBossJobs } from '@groundplan/jobs-pg-boss'
import type { Logger } from '../log/create-logger.ts'
import { reasonForLog } from '../log/describe-error.ts'
import { scopeInNames } from '../default-scope.ts'
import { createJobLog, createQueueErrorLog } from '../log/log-job.ts'
import { deliverEventsJob } from './deliver-events.ts'
import { pollHostsJob } from './poll-hosts.ts'
import { admitRunsJob } from './run-environment.ts'
import { tidyJob } from './tidy.ts'

/** Every kind of job. */
const kinds = [
  importJob,
  followHostJob,
  pollHostsJob,
  registerWebhooksJob,
  syncCatalogJob,
  tidyJob,
  deliverEventsJob,
  runJob,
  admitRunsJob,
] as unknown as readonly JobKind[]

export interface OpenJobsOptions {
  readonly database: OpenDatabase
  readonly scope: Scope
  /** False if this process only enqueues. */
  readonly works: boolean
  /** Pools of workers that this process serves; the default pool if absent. */
  readonly pools?: readonly string[] | undefined
  readonly logger: Logger
  /** Of Groundplan. */
  readonly version: string
}

export interface OpenJobs extends JobQueue, JobWorker {
  readonly monitor: JobMonitor
  readonly workers: WorkerStore
}

/** Opens the job queue of a scope in the database. */
export async function openJobs(options: OpenJobsOptions): Promise<OpenJobs> {
  const { database, scope, works, pools = [defaultPool], logger, version } = options
  const jobs = await openPgBossJobs({
    ...{ kinds, works, pools, scope: scopeInNames(scope) },
    ...{ database: { kysely: database, engine: database.engine } },
    onOutcome: createJobLog(logger),
    onError: createQueueErrorLog(logger),
  })
  const workers = new PostgresWorkerStore(database, scope)
  const worker = new ReportingWorker({
    ...{ worker: jobs, store: workers, now: () => new Date() },
    process: { host: hostname(), pid: process.pid, version, pools },
    onError: (error) => logger.warn({ error: reasonForLog(error) }, 'the worker could not report'),
  })
  return {
    ...{ monitor: jobs, workers },
    enqueue: (job, transaction) => jobs.enqueue(job, transaction),
    work: (handlers: readonly JobHandler[]) => worker.work(handlers),
    close: () => worker.close(),
  }
}
