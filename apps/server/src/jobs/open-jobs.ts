import type { Scope } from '@groundplan/actor'
import { syncCatalogJob } from '@groundplan/catalog'
import type { OpenDatabase } from '@groundplan/database'
import { followHostJob, registerWebhooksJob } from '@groundplan/host-sync'
import { importJob } from '@groundplan/importer'
import type { JobKind } from '@groundplan/jobs'
import { openPgBossJobs, type PgBossJobs } from '@groundplan/jobs-pg-boss'
import type { Logger } from '../log/create-logger.ts'
import { scopeInNames } from '../default-scope.ts'
import { createJobLog, createQueueErrorLog } from '../log/log-job.ts'
import { deliverEventsJob } from './deliver-events.ts'
import { pollHostsJob } from './poll-hosts.ts'
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
] as unknown as readonly JobKind[]

export interface OpenJobsOptions {
  readonly database: OpenDatabase
  readonly scope: Scope
  /** False if this process only enqueues. */
  readonly works: boolean
  readonly logger: Logger
}

/** Opens the job queue of a scope in the database. */
export function openJobs({ database, scope, works, logger }: OpenJobsOptions): Promise<PgBossJobs> {
  return openPgBossJobs({
    ...{ kinds, works, scope: scopeInNames(scope) },
    ...{ database: { kysely: database, engine: database.engine } },
    onOutcome: createJobLog(logger),
    onError: createQueueErrorLog(logger),
  })
}
