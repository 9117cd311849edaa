import { defaultPool, type JobKind, type JobMonitor, type JobRecord, type JobState } from '@groundplan/jobs'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { schema } from './create-boss.ts'
import { deadLetterQueue, type QueueNames } from './queue-names.ts'
import { readReason } from './read-reason.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly data: { readonly payload?: unknown } | null
  readonly singleton_key: string | null
  readonly retry_count: number
  readonly created_on: Date
  readonly start_after: Date
  readonly started_on: Date | null
  readonly output: object | null
  readonly source_id: string | null
  readonly source_name: string | null
  readonly source_retry_count: number | null
  readonly source_created_on: Date | null
  readonly source_output: object | null
}

const columns = sql.raw(
  'id, name, data, singleton_key, retry_count, created_on, start_after, started_on, output, source_id, source_name, source_retry_count, source_created_on, source_output',
)

/** What the states of the port are in the tables of jobs. Failed ones are what the queues of given up jobs hold. */
const states = {
  running: { where: sql`state = 'active'`, order: sql`started_on, id` },
  waiting: {
    where: sql`state in ('created', 'retry')`,
    order: sql`priority desc, start_after, created_on, id`,
  },
  failed: { where: sql`true`, order: sql`created_on desc, id` },
} as const satisfies Record<
  JobState,
  { readonly where: RawBuilder<unknown>; readonly order: RawBuilder<unknown> }
>

export interface ListJobsOptions {
  readonly kysely: Kysely<unknown>
  readonly kinds: readonly JobKind[]
  readonly names: QueueNames
}

/** The jobs of one scope, read from the tables of the library: it only lists a queue at a time, with everything that is done. */
export class PgBossJobMonitor implements JobMonitor {
  readonly #options: ListJobsOptions

  constructor(options: ListJobsOptions) {
    this.#options = options
  }

  async list({ state, limit }: { readonly state: JobState; readonly limit: number }) {
    const queues = await this.#findQueues(state)
    const { where, order } = states[state]
    const { rows } = await sql<Row>`select ${columns} from ${jobTable}
      where name = any(${[...queues.keys()]}) and ${where} order by ${order} limit ${limit}`.execute(
      this.#options.kysely,
    )
    return rows.flatMap((row) => {
      const kind = queues.get(row.name)
      const pool = this.#options.names.read(row.source_name ?? row.name)?.pool
      return kind === undefined ? [] : [toRecord(row, { kind, pool }, state)]
    })
  }

  async count(): Promise<Readonly<Record<JobState, number>>> {
    const count = async (state: JobState) => {
      const queues = await this.#findQueues(state)
      const { rows } = await sql<{ readonly count: number }>`select count(*)::int as count from ${jobTable}
        where name = any(${[...queues.keys()]}) and ${states[state].where}`.execute(this.#options.kysely)
      return rows[0]?.count ?? 0
    }
    return { running: await count('running'), waiting: await count('waiting'), failed: await count('failed') }
  }

  /** Those of all pools, whichever of them this process serves. */
  async #findQueues(state: JobState): Promise<ReadonlyMap<string, JobKind>> {
    const { kinds, names, kysely } = this.#options
    if (state === 'failed') return new Map(kinds.map((kind) => [deadLetterQueue(names.of(kind)), kind]))
    const { rows } = await sql<{ readonly name: string }>`select name from ${queueTable}`.execute(kysely)
    return new Map(
      rows.flatMap(({ name }) => {
        const kind = kinds.find((each) => each.name === names.read(name)?.kind)
        return kind === undefined ? [] : [[name, kind] as const]
      }),
    )
  }
}

const queueTable = sql.table(`${schema}.queue`)
const jobTable = sql.table(`${schema}.job`)

function toRecord(
  row: Row,
  { kind, pool }: { readonly kind: JobKind; readonly pool: string | undefined },
  state: JobState,
): JobRecord {
  const known = {
    ...{ kind: kind.name, state, payload: row.data?.payload, key: row.singleton_key ?? undefined },
    ...{ attempts: kind.retry.attempts, ...(pool === undefined || pool === defaultPool ? {} : { pool }) },
  }
  if (state === 'failed') {
    return {
      ...{ ...known, id: row.source_id ?? row.id, attempt: (row.source_retry_count ?? 0) + 1 },
      ...{ createdAt: row.source_created_on ?? row.created_on, failedAt: row.created_on },
      error: readReason(row.source_output).reason,
    }
  }
  return {
    ...{ ...known, id: row.id, createdAt: row.created_on },
    attempt: row.started_on === null ? 0 : row.retry_count + 1,
    ...(row.output === null ? {} : { error: readReason(row.output).reason }),
    ...(state === 'waiting' ? { dueAt: row.start_after } : { startedAt: row.started_on ?? undefined }),
  }
}
