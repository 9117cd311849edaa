import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import { newEntry, newUpdate, newVersion } from '../catalog-samples.ts'
import type { CatalogReader, CatalogStore } from '../catalog-store.ts'
import type { PublicationStore } from './publication-store.ts'

export interface TestPublications {
  readonly publications: PublicationStore
  /** Those of another space with the same catalog. */
  readonly others: PublicationStore
  readonly catalog: CatalogStore
  /** The catalog as the members of the space see it. */
  readonly visible: CatalogReader
}

const ada = person('ada')
const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))
const none = { defaults: {}, hidden: {} }

/** What every PublicationStore promises, and the catalog that it makes visible. `open` gives an empty one. */
export function testPublications(name: string, open: () => Promise<TestPublications>): void {
  describe(`${name} as a PublicationStore`, () => {
    it('keeps what a space sets, and who published first', async () => {
      const { publications, others } = await open()
      const values = {
        defaults: { region: 'eu "1"', zones: [1, 2.5] },
        hidden: { tags: { a: null }, on: true },
      }
      await publications.put({ blueprint: 'queue', ...none }, { by: ada, at: at(1) })
      const queue = { blueprint: 'queue', ...values, publishedAt: at(1), publishedBy: ada }
      const change = { by: person('bob'), at: at(2) }
      expect(await publications.put({ blueprint: 'queue', ...values }, change)).toEqual(queue)
      expect(await publications.find('queue')).toEqual(queue)
      expect(await publications.find('que')).toBeUndefined()
      expect(await others.find('queue')).toBeUndefined()
      expect(await others.remove('queue', change)).toBe(false)
      expect(await publications.remove('queue', change)).toBe(true)
      expect(await publications.remove('queue', change)).toBe(false)
      expect(await publications.list({ limit: 10 })).toEqual({ items: [] })
    })

    it('lists by name, in pages', async () => {
      const { publications } = await open()
      for (const blueprint of ['queue', 'Bucket', 'network', 'bucket-2'])
        await publications.put({ blueprint, ...none }, { by: ada, at: at(1) })
      const first = await publications.list({ limit: 3 })
      const rest = await publications.list({ limit: 3, after: first.next })
      expect([first, rest].map(({ items }) => items.map(({ blueprint }) => blueprint))).toEqual([
        ['Bucket', 'bucket-2', 'network'],
        ['queue'],
      ])
    })
  })

  describe(`the catalog that ${name} makes visible`, () => {
    const fill = async () => {
      const all = await open()
      const published = [
        newEntry('network', { labels: ['aws', 'hidden-label'] }),
        newEntry('queue', { description: 'A network of queues.' }),
        newEntry('old-queue'),
        newEntry('secret-queue', { owners: ['@platform'] }),
      ]
      const problems = [{ path: 'blueprints/bad.yaml', blobId: 'b', diagnostics: [] }]
      await all.catalog.apply(newUpdate({ published, problems, checked: ['blueprints/bad.yaml'] }))
      const latest = { ...newVersion('queue', 2) }
      const update = {
        commit: 'c2',
        since: 'c1',
        published: [newEntry('queue', { latest })],
        retired: ['old-queue'],
      }
      await all.catalog.apply(newUpdate(update))
      for (const blueprint of ['queue', 'old-queue'])
        await all.publications.put({ blueprint, ...none }, { by: ada, at: at(1) })
      await all.others.put({ blueprint: 'secret-queue', ...none }, { by: ada, at: at(1) })
      return all
    }

    it('has what is published to the space, and nothing else', async () => {
      const { visible, catalog, publications } = await fill()
      const names = async (search?: string) =>
        (await visible.list({ search }, { limit: 10 })).items.map((entry) => entry.name)
      expect(await names()).toEqual(['queue'])
      expect(await names('que')).toEqual(['queue'])
      for (const search of ['network', 'netwrk', 'secret', 'secret-queue', 'etwor'])
        expect(await names(search)).toEqual([])
      expect(await visible.count({})).toBe(1)
      expect(await visible.count({ search: 'queue' })).toBe(1)
      expect(await visible.count({ search: 'network' })).toBe(0)
      expect((await visible.facets({})).labels).toEqual([{ value: 'aws', count: 1 }])
      expect((await visible.facets({})).owners).toEqual([])
      expect(await visible.count({ owners: ['@platform'] })).toBe(0)
      await publications.remove('queue', { by: ada, at: at(2) })
      expect(await names()).toEqual([])
      expect(await catalog.count({})).toBe(3)
    })

    it('has all versions of those, also when they are retired', async () => {
      const { visible } = await fill()
      expect(await visible.findWithVersions('queue')).toMatchObject({ versions: ['1.1.0', '1.0.0'] })
      expect(await visible.findWithVersions('old-queue')).toMatchObject({ entry: { retired: true } })
      expect(await visible.findVersion('queue', '1.0.0')).toMatchObject({ ordinal: 1 })
      expect((await visible.readVersions('queue', { limit: 10 })).items).toHaveLength(2)
      for (const name of ['network', 'secret-queue', 'none']) {
        expect(await visible.findWithVersions(name)).toBeUndefined()
        expect(await visible.findVersion(name, '1.0.0')).toBeUndefined()
        expect((await visible.readVersions(name, { limit: 10 })).items).toEqual([])
      }
    })

    it('is as old as the whole catalog, and has none of its problems', async () => {
      const { visible, catalog } = await fill()
      expect(await visible.readState()).toEqual(await catalog.readState())
      expect(await visible.readRecentState()).toEqual(await catalog.readState())
      expect(await catalog.countProblems()).toBe(1)
      expect(await visible.countProblems()).toBe(0)
      expect(await visible.listProblems({ limit: 10 })).toEqual({ items: [] })
    })
  })
}
