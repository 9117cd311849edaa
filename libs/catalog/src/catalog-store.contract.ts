import { beforeEach, describe, expect, it } from 'vitest'
import type {
  CatalogEntry,
  CatalogProblem,
  CatalogSummary,
  CatalogVersion,
  VersionSummary,
} from './catalog.ts'
import { newEntry, newUpdate, newVersion } from './catalog-samples.ts'
import { testCatalogSearch } from './catalog-search.contract.ts'
import type { CatalogStore } from './catalog-store.ts'

/** The contract of every CatalogStore. `open` creates an empty one. */
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
      await store.apply(newUpdate())
      expect(await store.findRepository()).toEqual({ rootCommit: 'first', syncedCommit: 'c1' })
    })

    it('belongs to a repository also where only the synced commit is known', async () => {
      await store.apply(newUpdate())
      expect(await store.findRepository()).toEqual({ rootCommit: undefined, syncedCommit: 'c1' })
    })

    it('forgets the synced commit with another repository, but no entry', async () => {
      await store.recordRepository('first')
      const published = [newEntry('network')]
      await store.apply(newUpdate({ published }))
      await store.adoptRepository('second')
      expect(await store.findRepository()).toEqual({ rootCommit: 'second', syncedCommit: undefined })
      expect(await store.listEntries()).toHaveLength(1)
      expect(await store.apply(newUpdate({ commit: 'c2', since: 'c1' }))).toBe(false)
      expect(await store.apply(newUpdate({ commit: 'c2', retired: ['network'] }))).toBe(true)
    })

    it('is empty and reflects no commit at first', async () => {
      expect(await store.listEntries()).toEqual([])
      expect(await store.readVersions('network', { limit: 10 })).toEqual({ items: [] })
      expect(await store.findWithVersions('network')).toBeUndefined()
      expect(await store.listProblems({ limit: 10 })).toEqual({ items: [] })
      expect(await store.list({}, { limit: 10 })).toEqual({ items: [] })
      expect(await store.readState()).toEqual({ syncedCommit: undefined })
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

    it('lists where the code of entries comes from, for those that are described', async () => {
      const sources = [{ grain: 'main', store: 'modules', path: 'vpc', commit: 'a' }]
      const described = newEntry('network', {
        details: { inputs: [], outputs: [], providerSettings: [], sources },
      })
      await store.apply(newUpdate({ published: [described, newEntry('queue', { details: undefined })] }))
      const { items } = await store.list({}, { limit: 10 })
      expect(items.map((entry) => [entry.name, entry.sources])).toEqual([
        ['network', sources],
        ['queue', []],
      ])
    })

    it('orders versions as they were published, not as texts', async () => {
      for (let ordinal = 1; ordinal <= 11; ordinal += 1) {
        const published = [newEntry('network', { latest: newVersion('network', ordinal) })]
        const since = ordinal === 1 ? undefined : `c${ordinal - 1}`
        await store.apply(newUpdate({ since, commit: `c${ordinal}`, published }))
      }
      const found = await store.findWithVersions('network')
      expect(found?.versions.slice(0, 3)).toEqual(['1.10.0', '1.9.0', '1.8.0'])
      expect(found?.versions).toHaveLength(11)
    })

    it('keeps every version and shows the latest', async () => {
      await store.apply(newUpdate({ published: [newEntry('network')] }))
      const second = newEntry('network', { displayName: 'Better', latest: newVersion('network', 2) })
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', published: [second] }))
      expect(await store.findEntry('network')).toEqual(second)
      const versions = [newVersion('network', 2), newVersion('network', 1)]
      expect(await store.findWithVersions('network')).toEqual({ entry: second, versions: ['1.1.0', '1.0.0'] })
      expect(await store.findVersion('network', '1.0.0')).toEqual(versions[1])
      expect(await store.findVersion('network', '9.0.0')).toBeUndefined()
      expect(await store.readVersions('network', { limit: 1 })).toEqual({ items: [versions[0]], next: 2 })
      expect(await store.readVersions('network', { limit: 1, after: 2 })).toEqual({ items: [versions[1]] })
    })

    it('keeps retired entries and their versions readable', async () => {
      await store.apply(newUpdate({ published: [newEntry('network'), newEntry('queue')] }))
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['network'] }))
      expect((await store.listEntries()).map((entry) => [entry.name, entry.retired])).toEqual([
        ['network', true],
        ['queue', false],
      ])
      expect(await store.findWithVersions('network')).toMatchObject({
        entry: { retired: true },
        versions: ['1.0.0'],
      })
    })

    it('brings a retired entry back with the version that it had', async () => {
      await store.apply(newUpdate({ published: [newEntry('network')] }))
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['network'] }))
      const back = { ...newVersion('network', 1), commit: 'c3', publishedAt: new Date(9e11) }
      await store.apply(
        newUpdate({ since: 'c2', commit: 'c3', published: [newEntry('network', { latest: back })] }),
      )
      expect(await store.findEntry('network')).toEqual(newEntry('network'))
      expect(await store.readVersions('network', { limit: 10 })).toEqual({
        items: [newVersion('network', 1)],
      })
    })

    it('keeps the problem of a file until that is looked at again', async () => {
      const problem = (path: string, blobId = 'b1'): CatalogProblem => {
        const finding = { severity: 'error', rule: 'shape', file: path, line: 2, message: 'no\0pe' } as const
        return { path, blobId, diagnostics: [finding] }
      }
      const paths = ['blueprints/b.yaml', 'blueprints/a.yaml', 'blueprints/Z.yaml']
      const problems = paths.map((path) => problem(path))
      await store.apply(newUpdate({ checked: paths, problems }))
      const first = await store.listProblems({ limit: 2 })
      expect(first.items.map(({ path }) => path)).toEqual(['blueprints/Z.yaml', 'blueprints/a.yaml'])
      const second = await store.listProblems({ limit: 2, after: first.next })
      expect(second).toMatchObject({
        items: [{ path: 'blueprints/b.yaml', blobId: 'b1', diagnostics: [{ line: 2 }] }],
      })
      expect(second.next).toBeUndefined()
      const update = {
        checked: ['blueprints/a.yaml', 'blueprints/b.yaml'],
        problems: [problem('blueprints/b.yaml', 'b2')],
      }
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', ...update }))
      expect(await store.countProblems()).toBe(2)
      const found = await store.findProblems(paths)
      expect(new Map(found.map(({ path, blobId }) => [path, blobId]))).toEqual(
        new Map([
          ['blueprints/b.yaml', 'b2'],
          ['blueprints/Z.yaml', 'b1'],
        ]),
      )
    })

    it('tells which problems another version of the product has found', async () => {
      const path = 'blueprints/a.yaml'
      const problems = [{ path, blobId: 'b1', diagnostics: [] }]
      await store.apply(newUpdate({ checked: [path], problems, checkedBy: '1.2.3' }))
      expect(await store.findOutdated('1.2.3')).toEqual({ names: [], problemPaths: [] })
      expect(await store.findOutdated('1.2.4')).toEqual({ names: [], problemPaths: [path] })
    })

    it('describes entries again without touching their versions', async () => {
      await store.apply(newUpdate({ published: [newEntry('network'), newEntry('queue')] }))
      await store.apply(newUpdate({ since: 'c1', commit: 'c2', retired: ['queue'] }))
      const facts = { displayName: 'Other', labels: ['new'], owners: ['@a'] }
      const latest = newVersion('network', 7)
      await store.describeAgain(
        ['network', 'queue', 'none'].map((name) => newEntry(name, { ...facts, latest })),
      )
      expect(await store.findEntry('network')).toEqual(newEntry('network', facts))
      expect((await store.listEntries()).map(({ name, retired }) => [name, retired])).toEqual([
        ['network', false],
        ['queue', true],
      ])
      expect(await store.count({ owners: ['@a'] })).toBe(1)
    })

    it('records how synchronising goes', async () => {
      const [first, later] = [new Date(1e12), new Date(2e12)]
      await store.noteSync({ kind: 'behind', at: first })
      await store.noteSync({ kind: 'behind', at: later })
      expect(await store.readState()).toEqual({ syncedCommit: undefined, behindSince: first })
      await store.apply(newUpdate())
      await store.noteSync({ kind: 'matches', at: later })
      expect(await store.readState()).toEqual({ syncedCommit: 'c1', checkedAt: later })
      const failure = { message: 'No.', hint: 'Do.' }
      await store.noteSync({ kind: 'failed', at: later, failure })
      expect(await store.readState()).toEqual({
        ...{ syncedCommit: 'c1', checkedAt: later, behindSince: later, failure },
      })
      await store.noteSync({ kind: 'matches', at: later })
      expect(await store.readState()).toEqual({ syncedCommit: 'c1', checkedAt: later })
    })

    it('shows its own writes at once in the state that pages show', async () => {
      const [first, later] = [new Date(1e12), new Date(2e12)]
      expect(await store.readRecentState()).toEqual({ syncedCommit: undefined })
      await store.noteSync({ kind: 'behind', at: first })
      expect(await store.readRecentState()).toEqual({ syncedCommit: undefined, behindSince: first })
      await store.apply(newUpdate())
      expect((await store.readRecentState()).syncedCommit).toBe('c1')
      await store.noteSync({ kind: 'matches', at: later })
      expect(await store.readRecentState()).toEqual({ syncedCommit: 'c1', checkedAt: later })
      await store.adoptRepository('second')
      expect(await store.readRecentState()).toEqual({ syncedCommit: undefined })
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

    testCatalogSearch(open)
  })
}

function summaryOf({ latest, details, ...entry }: CatalogEntry): CatalogSummary {
  return { ...entry, sources: details?.sources ?? [], latest: withoutText(latest) }
}

function withoutText({ text: _, ...version }: CatalogVersion): VersionSummary {
  return version
}
