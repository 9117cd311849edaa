import type { Kysely } from 'kysely'
import { fromPglite, PgBoss, type ConstructorOptions } from 'pg-boss'

/** The database that keeps the jobs: the one in whose transactions they are enqueued. */
export interface JobDatabase {
  // Any tables do.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly kysely: Kysely<any>
  readonly engine: JobEngine
}

export type JobEngine =
  | { readonly kind: 'postgresql'; readonly url: string }
  | { readonly kind: 'embedded'; readonly pglite: Parameters<typeof fromPglite>[0] }

/** Where the tables are. */
export const schema = 'groundplan_jobs'

/** Connections of their own, so that heartbeats and new jobs never wait for requests. One more listens for new jobs. */
const connections = { worker: 3, queue: 1 } as const

/** How often it is looked for jobs of dead workers, in seconds. */
const supervisionSeconds = 5

export function createBoss(engine: JobEngine, works: boolean): PgBoss {
  const options: ConstructorOptions = {
    ...{ schema, supervise: works, schedule: works, useListenNotify: works },
    ...{ superviseIntervalSeconds: supervisionSeconds, monitorIntervalSeconds: supervisionSeconds },
    ...{ registerInstance: false, openTelemetry: { enabled: false } },
  }
  if (engine.kind === 'embedded') {
    return new PgBoss({ ...options, db: fromPglite(engine.pglite), backend: 'pglite' })
  }
  return new PgBoss({
    ...options,
    connectionString: engine.url,
    application_name: 'groundplan-jobs',
    max: works ? connections.worker : connections.queue,
    connectionTimeoutMillis: 10_000,
  })
}
