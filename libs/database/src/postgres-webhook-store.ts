import type { Scope } from '@groundplan/actor'
import type { RegisteredWebhook, WebhookStore } from '@groundplan/host-sync'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

export class PostgresWebhookStore implements WebhookStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async list(): Promise<readonly RegisteredWebhook[]> {
    return this.#database
      .selectFrom('webhook')
      .select(['host', 'repository', 'fingerprint', 'refused', 'at'])
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
  }

  async save(webhook: RegisteredWebhook): Promise<void> {
    await this.#database
      .insertInto('webhook')
      .values({ space_id: this.#scope.spaceId, ...webhook })
      .onConflict((conflict) => conflict.columns(['space_id', 'host', 'repository']).doUpdateSet(webhook))
      .execute()
  }
}
