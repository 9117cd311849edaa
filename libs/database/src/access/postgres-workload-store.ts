import type { AccessChange, Workload, WorkloadDirectory, WorkloadStore } from '@groundplan/access'
import type { Scope } from '@groundplan/actor'
import { sql, type Kysely, type Selectable } from 'kysely'
import type { WorkloadTable } from '../access-schema.ts'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import { toJson, toText } from '../storable.ts'

/** The workloads that one space trusts. */
export class PostgresWorkloadStore implements WorkloadStore {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async add(workload: Workload): Promise<boolean> {
    const { id, name, issuer, audience, claims, permissions, createdAt, createdBy } = workload
    return this.#database.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows: added = 0n } = await transaction
        .insertInto('workload')
        .values({
          ...{ id, name: toText(name), issuer: toText(issuer), audience: toText(audience) },
          ...{ claims: toJson(claims), permissions: toJson(permissions), created_by: toJson(createdBy) },
          ...{ created_at: createdAt, last_used_at: null, space_id: this.#scope.spaceId },
        })
        .onConflict((conflict) => conflict.columns(['name', 'space_id']).doNothing())
        .executeTakeFirst()
      if (added === 0n) return false
      const after = { ...factsOf(workload), permissions: permissions.join(' ') }
      const subject = { kind: 'workload', id } as const
      const event = { at: createdAt, actor: createdBy, type: 'workload.trusted', subject, after } as const
      await recordEvent(event, this.#scope, transaction)
      return true
    })
  }

  async list(): Promise<readonly Workload[]> {
    const rows = await this.#database
      .selectFrom('workload')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .orderBy(sql`name collate "C"`)
      .execute()
    return rows.map(toWorkload)
  }

  async remove(name: string, { by, at }: AccessChange): Promise<Workload | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('workload')
        .where('name', '=', name)
        .where('space_id', '=', this.#scope.spaceId)
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) return undefined
      const removed = toWorkload(row)
      const subject = { kind: 'workload', id: removed.id } as const
      const event = { at, actor: by, type: 'workload.removed', subject, before: factsOf(removed) } as const
      await recordEvent(event, this.#scope, transaction)
      return removed
    })
  }
}

/** The workloads of all spaces. */
export class PostgresWorkloadDirectory implements WorkloadDirectory {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async findByIssuer(issuer: string): Promise<readonly Workload[]> {
    const rows = await this.#database
      .selectFrom('workload')
      .selectAll()
      .where('issuer', '=', issuer)
      .execute()
    return rows.map(toWorkload)
  }

  async noteUse(ids: readonly string[], at: Date): Promise<void> {
    if (ids.length === 0) return
    await this.#database
      .updateTable('workload')
      .set({ last_used_at: at })
      .where('id', 'in', [...ids])
      .execute()
  }
}

function factsOf({ name, issuer, audience, claims }: Workload) {
  const described = Object.entries(claims)
    .map(([claim, pattern]) => `${claim}=${pattern}`)
    .toSorted()
  return { name, issuer, audience, claims: described.join(' ') }
}

function toWorkload(row: Selectable<WorkloadTable>): Workload {
  return {
    ...{ id: row.id, name: row.name, spaceId: row.space_id, issuer: row.issuer, audience: row.audience },
    ...{ claims: row.claims, permissions: row.permissions },
    ...{ createdAt: row.created_at, createdBy: row.created_by },
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  }
}
