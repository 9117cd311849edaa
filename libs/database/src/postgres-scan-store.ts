import type { ScannedRepository, ScanStore } from '@groundplan/importer'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { toJson } from './storable.ts'

export class PostgresScanStore implements ScanStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(host: string): Promise<readonly ScannedRepository[]> {
    const rows = await this.#database
      .selectFrom('scanned_repository')
      .selectAll()
      .where('host', '=', host)
      .execute()
    return rows.map(({ change_token, settings_id, scanned_at, ...row }) => ({
      ...row,
      changeToken: change_token ?? undefined,
      settingsId: settings_id,
      scannedAt: scanned_at,
    }))
  }

  async save({ changeToken, settingsId, scannedAt, problems, ...scanned }: ScannedRepository): Promise<void> {
    const row = {
      ...scanned,
      change_token: changeToken ?? null,
      settings_id: settingsId,
      scanned_at: scannedAt,
      problems: toJson(problems),
    }
    await this.#database
      .insertInto('scanned_repository')
      .values(row)
      .onConflict((conflict) => conflict.columns(['host', 'id', 'ref']).doUpdateSet(row))
      .execute()
  }
}
