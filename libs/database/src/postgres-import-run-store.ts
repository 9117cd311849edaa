import type { ImportRun, ImportRunState, ImportRunStore } from '@groundplan/importer'
import type { Kysely, Selectable } from 'kysely'
import type { Database, ImportRunTable } from './schema.ts'
import { toJson } from './storable.ts'

export class PostgresImportRunStore implements ImportRunStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async add({ request, startedAt, state }: Omit<ImportRun, 'number'>): Promise<ImportRun> {
    const { number } = await this.#database
      .insertInto('import_run')
      .values({
        request: toJson(request),
        started_at: startedAt,
        status: state.status,
        state: toJson(state),
      })
      .returning('number')
      .executeTakeFirstOrThrow()
    return { number, request, startedAt, state }
  }

  async update({ number, state }: ImportRun): Promise<void> {
    await this.#database
      .updateTable('import_run')
      .set({ status: state.status, state: toJson(state) })
      .where('number', '=', number)
      .execute()
  }

  async find(number: number): Promise<ImportRun | undefined> {
    const row = await this.#database
      .selectFrom('import_run')
      .selectAll()
      .where('number', '=', number)
      .executeTakeFirst()
    return row && toRun(row)
  }

  async list(limit: number): Promise<readonly ImportRun[]> {
    const rows = await this.#database
      .selectFrom('import_run')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(limit)
      .execute()
    return rows.map(toRun)
  }

  async interruptUnfinished(at: Date): Promise<void> {
    const state: ImportRunState = { status: 'interrupted', at }
    await this.#database
      .updateTable('import_run')
      .set({ status: state.status, state: toJson(state) })
      .where('status', 'in', ['waiting', 'running'])
      .execute()
  }
}

function toRun({ number, request, started_at: startedAt, state }: Selectable<ImportRunTable>): ImportRun {
  const at = 'at' in state ? { at: new Date(String(state['at'])) } : {}
  return { number, request, startedAt, state: { ...state, ...at } as ImportRunState }
}
