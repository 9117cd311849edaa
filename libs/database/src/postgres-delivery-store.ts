import type { Scope } from '@groundplan/actor'
import type { Delivery, DeliveryStore } from '@groundplan/events'
import { sql, type Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { toText } from './storable.ts'

export class PostgresDeliveryStore implements DeliveryStore {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async find(sink: string): Promise<Delivery> {
    const row = await this.#database
      .selectFrom('event_delivery')
      .select(['sequence', 'failures', 'retry_at'])
      .where('sink', '=', sink)
      .where('space_id', '=', this.#scope.spaceId)
      .executeTakeFirst()
    return {
      ...{ sequence: Number(row?.sequence ?? 0), failures: row?.failures ?? 0 },
      retryAt: row?.retry_at ?? undefined,
    }
  }

  async advance(sink: string, from: number, to: number): Promise<boolean> {
    const place = { sequence: String(to), failures: 0, retry_at: null, error: null }
    const moved = await this.#database
      .insertInto('event_delivery')
      .values({ sink, ...place, space_id: this.#scope.spaceId })
      .onConflict((conflict) =>
        conflict
          .columns(['sink', 'space_id'])
          .doUpdateSet(place)
          .where('event_delivery.sequence', '=', String(from)),
      )
      .returning('sink')
      .executeTakeFirst()
    return moved !== undefined
  }

  async noteFailure(
    sink: string,
    { error, retryAt }: { readonly error: string; readonly retryAt: Date },
  ): Promise<void> {
    const failure = { retry_at: retryAt, error: toText(error) }
    await this.#database
      .insertInto('event_delivery')
      .values({ sink, sequence: '0', failures: 1, ...failure, space_id: this.#scope.spaceId })
      .onConflict((conflict) =>
        conflict
          .columns(['sink', 'space_id'])
          .doUpdateSet({ ...failure, failures: sql<number>`event_delivery.failures + 1` }),
      )
      .execute()
  }
}
