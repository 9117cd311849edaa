import { beforeEach, describe, expect, it } from 'vitest'
import type { CatalogEntry } from './catalog.ts'
import type { CatalogFilter, CatalogPosition } from './catalog-query.ts'
import { newEntry, newUpdate, newVersion } from './catalog-samples.ts'
import type { CatalogStore } from './catalog-store.ts'

/** The search contract of every CatalogStore. `open` creates an empty one. */
export function testCatalogSearch(open: () => Promise<CatalogStore>): void {
  describe('searching', () => {
    let store: CatalogStore
    const blueprint = (name: string, facts: Partial<CatalogEntry> = {}) =>
      newEntry(name, {
        ...{ displayName: name, description: undefined, labels: [], providers: [], repositories: [] },
        ...facts,
      })
    const read = async (filter: CatalogFilter) =>
      (await store.list(filter, { limit: 100 })).items.map(({ name }) => name)

    beforeEach(async () => {
      store = await open()
      const published = [
        blueprint('queue', { description: 'Messages between services on a database.', owners: ['@core'] }),
        blueprint('rds-postgres', {
          displayName: 'RDS PostgreSQL',
          ...{ labels: ['aws', 'database'], providers: ['aws'], repositories: ['platform'] },
          owners: ['@data', '@core'],
        }),
        blueprint('cache', { labels: ['aws', 'database'], providers: ['aws'], repositories: ['apps'] }),
        blueprint('database-backup', { displayName: 'Backups' }),
        blueprint('database', { description: 'Any.' }),
        blueprint('my-database', { displayName: 'Mine' }),
        blueprint('old-database'),
        blueprint('cafe', { displayName: 'Café Größe', labels: ['a.b*', "l'", '\\'] }),
        blueprint('Data', { displayName: 'Data base' }),
      ]
      await store.apply(newUpdate({ published }))
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['old-database'] }))
    })

    it('gives everything in use by name when nothing is searched for', async () => {
      const all = [
        'Data',
        'cache',
        'cafe',
        'database',
        'database-backup',
        'my-database',
        'queue',
        'rds-postgres',
      ]
      expect(await read({})).toEqual(all)
      expect(await read({ search: '  ' })).toEqual(all)
      expect(await store.count({})).toBe(all.length)
    })

    it('puts the exact name first, then names, display names, labels and descriptions', async () => {
      expect(await read({ search: 'database' })).toEqual([
        ...['database', 'database-backup', 'my-database', 'cache', 'rds-postgres', 'queue'],
      ])
      expect(await read({ search: 'Database Backup' })).toEqual(['database-backup'])
      expect(await read({ search: 'RDS_postgres' })).toEqual(['rds-postgres'])
    })

    it('takes whole words in the name for better than beginnings of words', async () => {
      expect(await read({ search: 'data' })).toEqual([
        ...['Data', 'database', 'database-backup', 'my-database', 'cache', 'rds-postgres', 'queue'],
      ])
    })

    it('wants every word, anywhere, in any case and without accents', async () => {
      expect(await read({ search: 'POSTG aws' })).toEqual(['rds-postgres'])
      expect(await read({ search: 'postgres queue' })).toEqual([])
      expect(await read({ search: 'cafe größe' })).toEqual(['cafe'])
      expect(await read({ search: 'CAFÉ' })).toEqual(['cafe'])
    })

    it.each([
      ['postgers', ['rds-postgres']],
      ['databse', ['database', 'database-backup', 'my-database', 'cache', 'rds-postgres', 'queue']],
      ['aws postgrse', ['rds-postgres']],
      ['qeue', ['queue']],
      ['nothing-like-it', []],
    ])('finds what is meant by "%s"', async (search, names) => {
      expect(await read({ search })).toEqual(names)
      expect(await store.count({ search })).toBe(names.length)
    })

    it.each([
      ['stgres', ['rds-postgres']],
      ['gresql aws', ['rds-postgres']],
      ['ata', ['Data', 'database', 'database-backup', 'my-database']],
      ['aws.rds', ['rds-postgres']],
      ['aws_rds/gres', ['rds-postgres']],
      // Matches the description only because no name matches.
      ['essag', ['queue']],
      // Nearly every word contains two letters.
      ['at', []],
    ])('finds "%s" in the middle of words', async (search, names) => {
      expect(await read({ search })).toEqual(names)
      expect(await store.count({ search })).toBe(names.length)
    })

    it('puts words that begin with what was typed before words that contain it', async () => {
      const published = [blueprint('base', { displayName: 'Foundation' })]
      await store.apply(newUpdate({ since: 'c2', commit: 'c3', published }))
      const names = ['base', 'Data', 'database', 'database-backup', 'my-database']
      expect(await read({ search: 'base' })).toEqual(names)
      expect(await read({ search: 'base my' })).toEqual(['my-database'])
      expect(await store.count({ search: 'base' })).toBe(names.length)
      const { next } = await store.list({ search: 'base' }, { limit: 3 })
      const { items } = await store.list({ search: 'base' }, { limit: 3, after: next })
      expect(items.map(({ name }) => name)).toEqual(names.slice(3))
    })

    it('takes punctuation for what is between words', async () => {
      expect(await read({ search: 'a.b*' })).toEqual(['cafe', 'queue'])
      for (const search of ['.*', "'", "l' & !", '\\', ':*', '|', '(']) await read({ search })
      expect(await read({ search: '!?' })).toEqual([])
      expect(await store.count({ search: '!?' })).toBe(0)
    })

    it('wants every label, and one of the providers, repositories and owners', async () => {
      expect(await read({ labels: ['aws', 'database'] })).toEqual(['cache', 'rds-postgres'])
      expect(await read({ labels: ['AWS'] })).toEqual([])
      expect(await read({ labels: ["l'", '\\'] })).toEqual(['cafe'])
      expect(await read({ labels: [], owners: [] })).toHaveLength(8)
      expect(await read({ repositories: ['platform', 'apps'] })).toEqual(['cache', 'rds-postgres'])
      expect(await read({ repositories: ['platform', 'none'], owners: ['@core'] })).toEqual(['rds-postgres'])
      expect(await read({ search: 'database', providers: ['aws'] })).toEqual(['cache', 'rds-postgres'])
      expect(await store.count({ search: 'database', providers: ['aws'] })).toBe(2)
      expect(await read({ labels: ['platform'] })).toEqual([])
    })

    it('tells what the matches can be narrowed to', async () => {
      expect(await store.facets({ search: 'database', labels: ['aws'] })).toEqual({
        labels: [
          { value: 'aws', count: 2 },
          { value: 'database', count: 2 },
        ],
        providers: [{ value: 'aws', count: 2 }],
        repositories: [
          { value: 'apps', count: 1 },
          { value: 'platform', count: 1 },
        ],
        owners: [
          { value: '@core', count: 1 },
          { value: '@data', count: 1 },
        ],
      })
      expect((await store.facets({})).owners).toEqual([
        { value: '@core', count: 2 },
        { value: '@data', count: 1 },
      ])
      expect((await store.facets({ search: 'postgers' })).repositories).toEqual([
        { value: 'platform', count: 1 },
      ])
    })

    it.each([{}, { search: 'database' }, { search: 'databse' }, { labels: ['aws'] }])(
      'gives %j in pages of any size, each entry once',
      async (filter) => {
        const all = await read(filter)
        for (const limit of [1, 2, 3, all.length]) {
          const names: string[] = []
          let after: CatalogPosition | undefined
          do {
            const page = await store.list(filter, { limit, after })
            expect(page.items.length).toBeLessThanOrEqual(limit)
            names.push(...page.items.map(({ name }) => name))
            after = page.next
          } while (after !== undefined)
          expect(names).toEqual(all)
        }
      },
    )

    it('gives the first of very many matches, by name', async () => {
      const names = Array.from({ length: 700 }, (_, index) => `many-${String(index).padStart(3, '0')}`)
      const published = names.map((name) => blueprint(name, { labels: ['bulk'] })).toReversed()
      await store.apply(newUpdate({ since: 'c2', commit: 'c3', published }))
      for (const filter of [{ search: 'many' }, { search: 'bulk' }, { labels: ['bulk'] }]) {
        const first = await store.list(filter, { limit: 60 })
        expect(first.items.map(({ name }) => name)).toEqual(names.slice(0, 60))
        const { items } = await store.list(filter, { limit: 60, after: first.next })
        expect(items.map(({ name }) => name)).toEqual(names.slice(60, 120))
      }
      expect(await read({ search: 'many 69' })).toEqual(names.slice(690))
    })

    it('goes on with what matches less well after very many matches, also once they are few', async () => {
      const names = Array.from({ length: 700 }, (_, index) => `many-${String(index).padStart(3, '0')}`)
      const other = blueprint('a-few', { description: 'There are many of them.' })
      const published = [other, ...names.map((name) => blueprint(name))]
      await store.apply(newUpdate({ since: 'c2', commit: 'c3', published }))
      const found: string[] = []
      let after: CatalogPosition | undefined
      do {
        const page = await store.list({ search: 'many' }, { limit: 250, after })
        found.push(...page.items.map(({ name }) => name))
        after = page.next
      } while (after !== undefined)
      expect(found).toEqual([...names, 'a-few'])
      await store.apply(newUpdate({ since: 'c3', commit: 'c4', retired: names.slice(2) }))
      expect(await read({ search: 'many' })).toEqual(['many-000', 'many-001', 'a-few'])
    })

    it('finds an entry by its new words alone', async () => {
      const published = [blueprint('queue', { displayName: 'Stream', latest: newVersion('queue', 2) })]
      await store.apply(newUpdate({ since: 'c2', commit: 'c3', published }))
      expect(await read({ search: 'messages' })).toEqual([])
      expect(await read({ search: 'stream' })).toEqual(['queue'])
      expect(await read({ owners: ['@core'] })).toEqual(['rds-postgres'])
    })
  })
}
