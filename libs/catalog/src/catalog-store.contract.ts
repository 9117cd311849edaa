import { beforeEach, describe, expect, it } from 'vitest'
import type { CatalogEntry, CatalogSummary, CatalogVersion } from './catalog.ts'
import type { CatalogStore, CatalogUpdate } from './catalog-store.ts'

/** What every CatalogStore promises. `open` gives an empty one. */
export function testCatalogStore(name: string, open: () => Promise<CatalogStore>): void {
  describe(`${name} as a CatalogStore`, () => {
    let store: CatalogStore
    beforeEach(async () => {
      store = await open()
    })

    it('knows no repository at first, and the one that was recorded first from then on', async () => {
      expect(await store.findRepository()).toBeUndefined()
      expect(await store.recordRepository('first')).toEqual({ rootCommit: 'first', syncedCommit: undefined })
      expect(await store.recordRepository('second')).toEqual({ rootCommit: 'first', syncedCommit: undefined })
      await store.apply({ commit: 'c1', since: undefined, published: [], retired: [], problems: [] })
      expect(await store.findRepository()).toEqual({ rootCommit: 'first', syncedCommit: 'c1' })
    })

    it('belongs to a repository also where only the synced commit is known', async () => {
      await store.apply({ commit: 'c1', since: undefined, published: [], retired: [], problems: [] })
      expect(await store.findRepository()).toEqual({ rootCommit: undefined, syncedCommit: 'c1' })
    })

    it('forgets the synced commit with another repository, but no entry', async () => {
      await store.recordRepository('first')
      const published = [newEntry('network')]
      await store.apply({ commit: 'c1', since: undefined, published, retired: [], problems: [] })
      await store.adoptRepository('second')
      expect(await store.findRepository()).toEqual({ rootCommit: 'second', syncedCommit: undefined })
      expect(await store.listEntries()).toHaveLength(1)
      expect(await store.apply({ commit: 'c2', since: 'c1', published: [], retired: [], problems: [] })).toBe(
        false,
      )
      expect(
        await store.apply({
          commit: 'c2',
          since: undefined,
          published: [],
          retired: ['network'],
          problems: [],
        }),
      ).toBe(true)
    })

    it('is empty and reflects no commit at first', async () => {
      expect(await store.listEntries()).toEqual([])
      expect(await store.listVersions('network')).toEqual([])
      expect(await store.listProblems()).toEqual([])
      expect(await store.findEntry('network')).toBeUndefined()
      expect(await store.findSyncedCommit()).toBeUndefined()
    })

    it('gives entries back as they were published, by name', async () => {
      const queue = newEntry('queue', { description: undefined, labels: [] })
      const network = newEntry('network', { description: 'Größe "x"', labels: ['aws', 'größe: 1'] })
      await store.apply(newUpdate({ published: [queue, network] }))
      expect(await store.listEntries()).toEqual([summaryOf(network), summaryOf(queue)])
      expect(await store.findEntries(['queue', 'none', 'network'])).toHaveLength(2)
      expect(await store.findEntries(['queue'])).toEqual([queue])
      expect(await store.findEntries([])).toEqual([])
      expect(await store.findEntry('queue')).toEqual(queue)
      expect(await store.findSyncedCommit()).toBe('c1')
    })

    it('orders versions as they were published, not as texts', async () => {
      for (let ordinal = 1; ordinal <= 11; ordinal += 1) {
        const published = [newEntry('network', { latest: newVersion('network', ordinal) })]
        const since = ordinal === 1 ? undefined : `c${ordinal - 1}`
        await store.apply(newUpdate({ since, commit: `c${ordinal}`, published }))
      }
      const versions = (await store.listVersions('network')).map(({ version }) => version)
      expect(versions.slice(0, 3)).toEqual(['1.10.0', '1.9.0', '1.8.0'])
    })

    it('keeps every version and shows the latest', async () => {
      await store.apply(newUpdate({ published: [newEntry('network')] }))
      const second = newEntry('network', { displayName: 'Better', latest: newVersion('network', 2) })
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', published: [second] }))
      expect(await store.findEntry('network')).toEqual(second)
      expect(await store.listVersions('network')).toEqual([
        newVersion('network', 2),
        newVersion('network', 1),
      ])
    })

    it('keeps retired entries and their versions readable', async () => {
      await store.apply(newUpdate({ published: [newEntry('network'), newEntry('queue')] }))
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['network'] }))
      expect((await store.listEntries()).map((entry) => [entry.name, entry.retired])).toEqual([
        ['network', true],
        ['queue', false],
      ])
      expect(await store.listVersions('network')).toHaveLength(1)
    })

    it('brings a retired entry back with the version that it had', async () => {
      await store.apply(newUpdate({ published: [newEntry('network')] }))
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['network'] }))
      const back = { ...newVersion('network', 1), commit: 'c3', publishedAt: new Date(9e11) }
      await store.apply(
        newUpdate({ since: 'c2', commit: 'c3', published: [newEntry('network', { latest: back })] }),
      )
      expect(await store.findEntry('network')).toEqual(newEntry('network'))
      expect(await store.listVersions('network')).toEqual([newVersion('network', 1)])
    })

    it('replaces the problems with those of the last update', async () => {
      const diagnostics = [
        { severity: 'error', rule: 'shape', file: 'x', line: 2, message: 'no\0pe' },
      ] as const
      await store.apply(newUpdate({ problems: [{ path: 'blueprints/x.yaml', diagnostics }] }))
      expect(await store.listProblems()).toMatchObject([
        { path: 'blueprints/x.yaml', diagnostics: [{ line: 2 }] },
      ])
      await store.apply(newUpdate({ since: 'c1', commit: 'c2' }))
      expect(await store.listProblems()).toEqual([])
    })

    it('writes nothing of an update that was planned on an older state', async () => {
      await store.apply(newUpdate({ published: [newEntry('network')] }))
      const late = { published: [newEntry('queue')], retired: ['network'], commit: 'c9' }
      expect(await store.apply(newUpdate({ ...late, since: undefined }))).toBe(false)
      expect(await store.apply(newUpdate({ ...late, since: 'c0' }))).toBe(false)
      expect(await store.listEntries()).toEqual([summaryOf(newEntry('network'))])
      expect(await store.findSyncedCommit()).toBe('c1')
    })

    it('lets exactly one of several updates of the same state through', async () => {
      const updates = [1, 2, 3].map((number) =>
        store.apply(newUpdate({ commit: `c${number}`, published: [newEntry(`n${number}`)] })),
      )
      const results = await Promise.all(updates)
      expect(results.filter(Boolean)).toHaveLength(1)
      expect(await store.listEntries()).toHaveLength(1)
    })

    it('keeps texts from strange files, NUL characters and broken surrogates included', async () => {
      const text = 'a: "\0"\nb: \ud800\n'
      const latest = { ...newVersion('odd', 1), text }
      await store.apply(
        newUpdate({ published: [newEntry('odd', { displayName: 'a\0b', labels: ['\0'], latest })] }),
      )
      expect((await store.findEntry('odd'))?.latest.text).toMatch(/^a: "."\nb: .\n$/su)
    })
  })
}

function summaryOf({ latest: { text: _, ...latest }, ...entry }: CatalogEntry): CatalogSummary {
  return { ...entry, latest }
}

function newUpdate(facts: Partial<CatalogUpdate>): CatalogUpdate {
  return { commit: 'c1', since: undefined, published: [], retired: [], problems: [], ...facts }
}

function newVersion(blueprint: string, ordinal: number): CatalogVersion {
  const publishedAt = new Date(Date.UTC(2026, 1, ordinal, 1, 2, 3, 4))
  return {
    blueprint,
    version: `1.${ordinal - 1}.0`,
    ordinal,
    commit: `c${ordinal}`,
    blobId: `b${ordinal}`,
    text: `v: ${ordinal}\n`,
    publishedAt,
  }
}

function newEntry(name: string, facts: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    name,
    displayName: name.toUpperCase(),
    description: 'About it.',
    labels: ['aws'],
    retired: false,
    latest: newVersion(name, 1),
    ...facts,
  }
}
