import { person } from '@groundplan/actor'
import { testPublications } from '@groundplan/catalog/testing'
import type { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import { PostgresEventLog } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import { PostgresCatalogReader } from './postgres-catalog-reader.ts'
import { PostgresCatalogStore } from './postgres-catalog-store.ts'
import { PostgresPublicationStore } from './postgres-publication-store.ts'

const scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }

/** What holds for published blueprints on each kind of database. */
export function testPublicationStores(
  findDatabase: () => Kysely<Database>,
  empty: () => Promise<unknown>,
): void {
  testPublications('PostgresPublicationStore', async () => {
    await empty()
    await findDatabase().deleteFrom('publication').execute()
    const storeOf = (spaceId: string) => new PostgresPublicationStore(findDatabase(), { ...scope, spaceId })
    return {
      ...{ publications: storeOf('cards'), others: storeOf('loans') },
      catalog: new PostgresCatalogStore(findDatabase(), scope),
      visible: new PostgresCatalogReader(findDatabase(), scope, 'cards'),
    }
  })
  it('records what is published to whom, in the log of the space, and nothing where it stays as it is', async () => {
    await findDatabase().deleteFrom('publication').execute()
    const store = new PostgresPublicationStore(findDatabase(), { ...scope, spaceId: 'cards' })
    const change = { by: person('eve'), at: new Date('2026-01-02T03:04:05.678Z') }
    const queue = { blueprint: 'told-queue', defaults: { b: 1, a: 2 }, hidden: {} }
    for (let time = 0; time < 2; time += 1) await store.put(queue, change)
    await store.put({ ...queue, hidden: { on: true } }, change)
    for (let time = 0; time < 2; time += 1) await store.remove('told-queue', change)
    const log = new PostgresEventLog(findDatabase(), { spaceId: 'cards' })
    expect(await log.list({ kind: 'publication', id: 'told-queue' }, { limit: 10 })).toMatchObject([
      { type: 'publication.removed', before: { hidden: '{"on":true}' } },
      { type: 'publication.changed', before: { hidden: '{}' }, after: { hidden: '{"on":true}' } },
      {
        type: 'publication.created',
        actor: person('eve'),
        after: { defaults: '{"a":2,"b":1}', hidden: '{}' },
      },
    ])
  })
}
