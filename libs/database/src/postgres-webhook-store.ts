import type { RegisteredWebhook, WebhookStore } from '@groundplan/host-sync'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

export class PostgresWebhookStore implements WebhookStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(): Promise<readonly RegisteredWebhook[]> {
    return this.#database.selectFrom('webhook').selectAll().execute()
  }

  async save(webhook: RegisteredWebhook): Promise<void> {
    await this.#database
      .insertInto('webhook')
      .values(webhook)
      .onConflict((conflict) => conflict.columns(['host', 'repository']).doUpdateSet(webhook))
      .execute()
  }
}
