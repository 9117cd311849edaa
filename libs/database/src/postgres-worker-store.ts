import type { Scope } from '@groundplan/actor'
import type { WorkerRecord, WorkerStore } from '@groundplan/jobs'
import type { Kysely, Selectable } from 'kysely'
import type { Database, WorkerTable } from './schema.ts'
import { inScope, scopeColumns, scopeKey } from './scope-columns.ts'
import { toJson, toText } from './storable.ts'

export class PostgresWorkerStore implements WorkerStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async put({ id, host, pid, version, pools, startedAt, seenAt, running }: WorkerRecord): Promise<void> {
    const said = { seen_at: seenAt, pools: toJson(pools), running: toJson(running) }
    await this.#database
      .insertInto('worker')
      .values({
        ...{ ...scopeColumns(this.#scope), id, host: toText(host), pid, version },
        ...{ started_at: startedAt, ...said },
      })
      .onConflict((conflict) => conflict.columns(['id', ...scopeKey]).doUpdateSet(said))
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#database.deleteFrom('worker').where(inScope(this.#scope)).where('id', '=', id).execute()
  }

  async removeSilent(before: Date): Promise<void> {
    await this.#database
      .deleteFrom('worker')
      .where(inScope(this.#scope))
      .where('seen_at', '<', before)
      .execute()
  }

  async list(): Promise<readonly WorkerRecord[]> {
    const rows = await this.#database
      .selectFrom('worker')
      .selectAll()
      .where(inScope(this.#scope))
      .orderBy('started_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(toWorker)
  }
}

function toWorker(row: Selectable<WorkerTable>): WorkerRecord {
  const { id, host, pid, version, pools, started_at: startedAt, seen_at: seenAt, running } = row
  return {
    ...{ id, host, pid, version, pools, startedAt, seenAt },
    running: running.map((job) => ({ ...job, startedAt: new Date(job.startedAt) })),
  }
}
