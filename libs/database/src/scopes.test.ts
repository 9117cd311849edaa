import { join } from 'node:path'
import type { Scope } from '@groundplan/actor'
import { newEntry, newUpdate } from '@groundplan/catalog/testing'
import type { NewJob } from '@groundplan/jobs'
import { addProposal, changeOpen, newProposal, updateProposal } from '@groundplan/proposal/testing'
import {
  findPostgresqlPrograms,
  isRequired,
  startPostgresql,
  useTemporaryDirectories,
} from '@groundplan/testing'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PostgresCatalogStore } from './catalog/postgres-catalog-store.ts'
import { openDatabase, type DatabaseLocation } from './open-database.ts'
import { PostgresEventLog } from './postgres-event-log.ts'
import { PostgresImportStore } from './postgres-import-store.ts'
import { PostgresNameReservations } from './postgres-name-reservations.ts'
import { PostgresProposalStore } from './postgres-proposal-store.ts'
import { PostgresRepositoryRegistry } from './postgres-repository-registry.ts'
import { PostgresScanStore } from './postgres-scan-store.ts'
import { PostgresDashboardStore } from './postgres-dashboard-store.ts'
import { PostgresWebhookStore } from './postgres-webhook-store.ts'
import type { Database } from './schema.ts'

const programs = await findPostgresqlPrograms()
const temporaryDirectory = useTemporaryDirectories()

describe('on the embedded database', () => {
  testScopes(async () => {
    const directory = join(await temporaryDirectory(), 'database')
    return { location: { kind: 'embedded', directory }, stop: async () => {} }
  })
})

describe.skipIf(programs === undefined && !isRequired('postgresql'))('on PostgreSQL', () => {
  testScopes(async () => {
    const { url, stop } = await startPostgresql(programs ?? 'missing: install PostgreSQL')
    return { location: { kind: 'postgresql', url }, stop }
  })
})

/** Each differs from mine in one id alone. */
const neighbours = [
  ['another space', 'spaceId'],
  ['another blueprint repository of the space', 'blueprintRepositoryId'],
] as const

let round = 0

function testScopes(start: () => Promise<{ location: DatabaseLocation; stop: () => Promise<void> }>): void {
  let database: Kysely<Database>
  let stop = async () => {}
  beforeAll(async () => {
    const started = await start()
    ;({ stop } = started)
    database = await openDatabase(started.location)
  })
  afterAll(async () => {
    await database?.destroy()
    await stop()
  })

  describe.each(neighbours)('rows of %s', (_, difference) => {
    let mine: Stores
    let other: Stores
    beforeEach(() => {
      round += 1
      const scope = { spaceId: `payments-${round}`, blueprintRepositoryId: 'terraform' }
      mine = bind(database, scope)
      other = bind(database, { ...scope, [difference]: `other-${round}` })
    })

    it('are no proposals of mine, in no list, search or count, and cannot be changed', async () => {
      const proposal = { branch: 'groundplan/a', generatedCommit: 'c' }
      const theirs = await addProposal(other.proposals, newProposal(proposal))
      // Of the same blueprint: each may have an open one.
      const own = await addProposal(mine.proposals, newProposal(proposal))
      const { proposals } = mine
      expect(await proposals.list()).toEqual([own])
      expect(await proposals.list({ branch: 'groundplan/a', status: 'open' })).toEqual([own])
      expect(await proposals.find(theirs.number)).toBeUndefined()
      expect([...(await proposals.latestByBlueprint()).values()]).toEqual([own])
      expect((await proposals.listGenerated(['c'])).map(({ number }) => number)).toEqual([own.number])
      expect([...(await proposals.readBodies([theirs.number, own.number])).keys()]).toEqual([own.number])
      expect(await proposals.readDetails(theirs.number)).toEqual({ conflicts: [], declarations: [] })
      expect((await proposals.search({ text: 'network' }, { sort: 'name', limit: 10 })).items).toEqual([own])
      expect(await proposals.count({})).toBe(1)
      expect(await proposals.countFacets({})).toMatchObject({ status: { open: 1 }, kind: [{ count: 1 }] })
      await expect(updateProposal(proposals, theirs)).rejects.toMatchObject({ name: 'NotFoundError' })
      await expect(changeOpen(theirs.number, proposals, async (found) => found)).rejects.toThrow()
      await proposals.setFollowedAt(new Date(5))
      expect(await other.proposals.findFollowedAt()).toBeUndefined()
      expect(await other.proposals.list()).toEqual([theirs])
    })

    it('are no leases of mine: both hold the same key at a time, and neither can end the lease of the other', async () => {
      const [leases, others] = [mine.proposals.leases.store, other.proposals.leases.store]
      const own = await leases.acquire('branch x', 'me', 60_000)
      const theirs = await others.acquire('branch x', 'them', 60_000)
      if (own === undefined || theirs === undefined) throw new Error('One of the scopes waits for the other.')
      expect(await leases.acquire('branch x', 'them', 60_000)).toBeUndefined()
      expect(await leases.renew(theirs, 1)).toBe(false)
      await leases.release(theirs)
      await leases.removeExpired(-120_000)
      expect(await leases.listHeld(['branch x'])).toEqual(new Set())
      expect(await others.listHeld(['branch x'])).toEqual(new Set(['branch x']))
      const fenced = (store: PostgresProposalStore) => store.exclusively('branch x', async () => 'done')
      expect(await fenced(mine.proposals)).toBe('done')
    })

    it('are no entries, versions, words or problems of my catalog', async () => {
      const problem = { path: 'blueprints/bad.yaml', blobId: 'b', diagnostics: [] }
      const published = [newEntry('network', { labels: ['aws'] }), newEntry('kubernetes')]
      await other.catalog.recordRepository('r1')
      await other.catalog.apply(newUpdate({ published, problems: [problem] }))
      await other.catalog.noteSync({
        kind: 'failed',
        at: new Date(7),
        failure: { message: 'No.', hint: 'Do.' },
      })
      const { catalog } = mine
      const page = { limit: 10 }
      expect(await catalog.findRepository()).toBeUndefined()
      expect(await catalog.readState()).toEqual({ syncedCommit: undefined })
      expect(await catalog.readRecentState()).toEqual({ syncedCommit: undefined })
      expect(await catalog.listEntries()).toEqual([])
      for (const filter of [
        {},
        { search: 'network' },
        { search: 'twor' },
        { search: 'netwrok' },
        { labels: ['aws'] },
      ]) {
        expect((await catalog.list(filter, page)).items).toEqual([])
        expect(await catalog.count(filter)).toBe(0)
        expect((await catalog.facets(filter)).labels).toEqual([])
      }
      expect(await catalog.findWithVersions('network')).toBeUndefined()
      expect(await catalog.findEntries(['network'])).toEqual([])
      expect(await catalog.findVersion('network', '1.0.0')).toBeUndefined()
      expect((await catalog.readVersions('network', page)).items).toEqual([])
      expect((await catalog.listProblems(page)).items).toEqual([])
      expect(await catalog.countProblems()).toBe(0)
      expect(await catalog.findProblems([problem.path])).toEqual([])
      expect(await catalog.findOutdated('2')).toEqual({ names: [], problemPaths: [] })
    })

    it('stay as they are whatever happens to a catalog with the same names', async () => {
      const problem = { path: 'blueprints/bad.yaml', blobId: 'b', diagnostics: [] }
      const theirs = newEntry('network', { displayName: 'Theirs' })
      await other.catalog.recordRepository('r1')
      await other.catalog.apply(newUpdate({ published: [theirs], problems: [problem] }))
      const { catalog } = mine
      const own = newEntry('network', { displayName: 'Mine' })
      expect(await catalog.recordRepository('r2')).toMatchObject({ rootCommit: 'r2' })
      expect(await catalog.apply(newUpdate({ published: [own], problems: [problem] }))).toBe(true)
      await catalog.describeAgain([newEntry('network', { displayName: 'Described' })])
      await catalog.apply(
        newUpdate({ commit: 'c2', since: 'c1', retired: ['network'], checked: [problem.path] }),
      )
      await catalog.adoptRepository('r3')
      expect((await other.catalog.findEntry('network'))?.displayName).toBe('Theirs')
      expect(await other.catalog.count({ search: 'network' })).toBe(1)
      expect((await other.catalog.findWithVersions('network'))?.versions).toHaveLength(1)
      expect(await other.catalog.countProblems()).toBe(1)
      expect(await other.catalog.findRepository()).toEqual({ rootCommit: 'r1', syncedCommit: 'c1' })
    })

    it('are no imports of mine: they neither wait, nor are pruned, cancelled or covered', async () => {
      const request = { repositories: [{ address: '/network' }] }
      const options = { startedAt: new Date(0), waiting: 1, isCovered: () => true }
      const theirs = await other.imports.add(request, options)
      const own = await mine.imports.add(request, options)
      expect(own.number).not.toBe(theirs.number)
      const { imports } = mine
      expect((await imports.list({ limit: 10 })).items.map(({ number }) => number)).toEqual([own.number])
      expect(await imports.find(theirs.number)).toBeUndefined()
      expect(await imports.begin(theirs.number, 'token')).toBeUndefined()
      await imports.cancel(theirs.number, new Date())
      await imports.interrupt(theirs.number, new Date())
      expect(await other.imports.begin(theirs.number, 'token')).toMatchObject({ signal: 'continue' })
      expect(await imports.report(theirs.number, 'token', undefined)).toBe('lost')
      expect(await imports.end(theirs.number, 'token', { status: 'cancelled', at: new Date() })).toBe(false)
      await imports.release(theirs.number, 'token')
      await imports.setProblems(theirs.number, 'webhook', [])
      const whole = await other.imports.add(
        { repositories: [], configured: true },
        { ...options, isCovered: () => false },
      )
      expect(await imports.findLatestWhole()).toBeUndefined()
      await other.imports.cancel(whole.number, new Date(0))
      const never = new Date()
      await imports.prune({ newest: 0, since: never, quiet: 0, trimBefore: never })
      expect(
        (await other.imports.list({ limit: 10 })).items.map(({ number, state }) => [number, state.status]),
      ).toEqual([
        [whole.number, 'cancelled'],
        [theirs.number, 'running'],
      ])
      mine.enqueued.length = 0
      await imports.enqueueUnfinished()
      expect(mine.enqueued).toHaveLength(1)
    })

    it('are no store names of mine', async () => {
      const repository = {
        ...{ host: 'h', id: '1', store: 'terraform', formerStores: [], owner: 'acme', name: 'terraform' },
        ...{ formerNames: [], address: 'https://h/acme/terraform.git', missing: undefined },
      }
      await other.registry.save([repository])
      expect(await mine.registry.list()).toEqual([])
      await mine.registry.save([{ ...repository, store: 'mine' }])
      expect(await other.registry.list()).toEqual([repository])
      await mine.registry.remove([repository])
      expect(await other.registry.list()).toHaveLength(1)
    })

    it('are no scans or reserved names of mine', async () => {
      const scan = {
        host: 'h',
        id: '1',
        ref: 'main',
        commit: 'c',
        settingsId: 's',
        settled: true,
        store: 'x',
      }
      const more = { modules: 1, problems: [], scannedAt: new Date(0) }
      await other.scans.save({ ...scan, ...more })
      expect(await mine.scans.list('h')).toEqual([])
      await mine.scans.save({ ...scan, ...more, commit: 'd' })
      expect((await other.scans.list('h')).map(({ commit }) => commit)).toEqual(['c'])
      await mine.catalog.adoptRepository('r')
      expect(await other.scans.list('h')).toHaveLength(1)
      const name = { name: 'network', source: newProposal().source }
      await other.names.reserve('1', [name])
      expect(await mine.names.list()).toEqual([])
      await mine.names.reserve('1', [name])
      await mine.names.release('1')
      expect(await other.names.list()).toHaveLength(1)
      const written = { fingerprint: 'theirs', at: new Date(0) }
      await other.dashboards.save(written)
      expect(await mine.dashboards.find()).toBeUndefined()
      await mine.dashboards.save({ ...written, fingerprint: 'mine' })
      expect(await other.dashboards.find()).toEqual(written)
    })
  })

  it('webhooks and events belong to a space', async () => {
    const scope = { spaceId: 'a', blueprintRepositoryId: 'x' }
    const [mine, other] = [bind(database, scope), bind(database, { ...scope, spaceId: 'b' })]
    const webhook = { host: 'h', repository: 'r', fingerprint: 'f', refused: false, at: new Date(0) }
    await other.webhooks.save(webhook)
    expect(await mine.webhooks.list()).toEqual([])
    await mine.webhooks.save({ ...webhook, fingerprint: 'g' })
    expect(await other.webhooks.list()).toEqual([webhook])
    const { number } = await addProposal(other.proposals, newProposal())
    const subject = { kind: 'proposal', id: String(number) } as const
    expect(await other.events.list(subject, { limit: 10 })).toMatchObject([{ spaceId: 'b' }])
    expect(await mine.events.list(subject, { limit: 10 })).toEqual([])
    expect(await other.events.readOutbox(undefined, 10)).toHaveLength(1)
    expect(await mine.events.readOutbox(undefined, 10)).toEqual([])
  })
}

type Stores = ReturnType<typeof bind>

function bind(database: Kysely<Database>, scope: Scope) {
  const enqueued: NewJob<never>[] = []
  const jobs = { enqueue: async (job: NewJob<never>) => void enqueued.push(job) }
  return {
    enqueued,
    proposals: new PostgresProposalStore(database, scope),
    catalog: new PostgresCatalogStore(database, scope),
    imports: new PostgresImportStore(database, scope, jobs as never),
    scans: new PostgresScanStore(database, scope),
    names: new PostgresNameReservations(database, scope),
    registry: new PostgresRepositoryRegistry(database, scope),
    dashboards: new PostgresDashboardStore(database, scope),
    webhooks: new PostgresWebhookStore(database, scope),
    events: new PostgresEventLog(database, scope),
  }
}
