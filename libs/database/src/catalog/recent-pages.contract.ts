import { person } from '@groundplan/actor'
import type { CatalogFilter } from '@groundplan/catalog'
import { newEntry, newUpdate } from '@groundplan/catalog/testing'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Database } from '../schema.ts'
import { PostgresCatalogReader } from './postgres-catalog-reader.ts'
import { PostgresCatalogStore } from './postgres-catalog-store.ts'
import { PostgresPublicationStore } from './postgres-publication-store.ts'

const scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }
const change = { by: person('ada'), at: new Date('2026-01-02T03:04:05.678Z') }

/** What holds for pages that a reader remembers, on each kind of database. The writers stand for other servers. */
export function testRecentPages(findDatabase: () => Kysely<Database>, empty: () => Promise<unknown>): void {
  describe('pages of the catalog that a reader knows', () => {
    const open = async () => {
      await empty()
      const database = findDatabase()
      await database.deleteFrom('publication').execute()
      const all = new PostgresCatalogReader(database, scope)
      const visible = new PostgresCatalogReader(database, scope, 'cards')
      const namesOf = (reader: PostgresCatalogReader) => async (filter: CatalogFilter) =>
        (await reader.list(filter, { limit: 10 })).items.map(
          ({ name, displayName }) => `${name} ${displayName}`,
        )
      return {
        writer: new PostgresCatalogStore(database, scope),
        publications: new PostgresPublicationStore(database, { ...scope, spaceId: 'cards' }),
        ...{ all, listAll: namesOf(all), listVisible: namesOf(visible) },
      }
    }

    it('are read again after every change of another server', async () => {
      const { writer, listAll } = await open()
      const queues = { search: 'queue' }
      expect(await listAll(queues)).toEqual([])
      await writer.apply(newUpdate({ published: [newEntry('queue')] }))
      expect(await listAll(queues)).toEqual(['queue QUEUE'])
      await writer.describeAgain([newEntry('queue', { displayName: 'Line' })])
      expect(await listAll(queues)).toEqual(['queue Line'])
      await writer.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['queue'] }))
      expect(await listAll(queues)).toEqual([])
      await writer.adoptRepository('c9')
      await writer.apply(newUpdate({ published: [newEntry('queue-2')] }))
      expect(await listAll(queues)).toEqual(['queue-2 QUEUE-2'])
    })

    it('are read again after every change of what is published to the space', async () => {
      const { writer, publications, listVisible } = await open()
      await writer.apply(newUpdate({ published: [newEntry('queue')] }))
      expect(await listVisible({})).toEqual([])
      await publications.put({ blueprint: 'queue', defaults: {}, hidden: {} }, change)
      expect(await listVisible({})).toEqual(['queue QUEUE'])
      await writer.describeAgain([newEntry('queue', { displayName: 'Line' })])
      expect(await listVisible({})).toEqual(['queue Line'])
      await publications.remove('queue', change)
      expect(await listVisible({})).toEqual([])
    })

    it('are told apart by everything that is asked for', async () => {
      const { writer, all, listAll } = await open()
      const published = [newEntry('a', { labels: ['x'] }), newEntry('b', { providers: ['x'] }), newEntry('c')]
      await writer.apply(newUpdate({ published }))
      const filters = [{}, { search: 'c' }, { labels: ['x'] }, { providers: ['x'] }, { owners: ['x'] }]
      const first = await Promise.all(filters.map(listAll))
      expect(first).toEqual([['a A', 'b B', 'c C'], ['c C'], ['a A'], ['b B'], []])
      expect(await Promise.all(filters.map(listAll))).toEqual(first)
      const page = await all.list({}, { limit: 1 })
      const next = await all.list({}, { limit: 1, after: page.next })
      expect([...page.items, ...next.items].map(({ name }) => name)).toEqual(['a', 'b'])
    })

    it('take no statement but the one that asks for changes', async () => {
      const { writer, all, listAll } = await open()
      await writer.apply(newUpdate({ published: [newEntry('queue')] }))
      const page = await all.list({}, { limit: 10 })
      expect(await all.list({}, { limit: 10 })).toBe(page)
      // Nobody says so of a change by hand, which shows that the page was not read.
      await findDatabase().updateTable('catalog_entry').set({ display_name: 'By hand' }).execute()
      expect(await listAll({})).toEqual(['queue QUEUE'])
    })
  })
}
