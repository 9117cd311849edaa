// Over 300 lines: every store under one pair of databases, which take long to start.
import { join } from 'node:path'
import { testSecretStore } from '@groundplan/secrets/testing'
import { person } from '@groundplan/actor'
import { testCatalogStore } from '@groundplan/catalog/testing'
import { testEnvironmentStore } from '@groundplan/environment/testing'
import { testEventLog } from '@groundplan/events/testing'
import { testDashboardStore, testWebhookStore } from '@groundplan/host-sync/testing'
import {
  testImportStore,
  testLaunchStore,
  testNameReservations,
  testRepositoryRegistry,
  testScanStore,
} from '@groundplan/importer/testing'
import type { JobQueue, JobTransaction, NewJob } from '@groundplan/jobs'
import { testWorkerStore } from '@groundplan/jobs/testing'
import {
  addProposal,
  changeOpen,
  newProposal,
  testLeaseStore,
  testProblemStore,
  testProposalSearch,
  testProposalStore,
} from '@groundplan/proposal/testing'
import {
  findPostgresqlPrograms,
  isRequired,
  startPostgresql,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type DatabaseLocation } from './open-database.ts'
import { PostgresCatalogStore } from './catalog/postgres-catalog-store.ts'
import { testPublicationStores } from './catalog/publication-stores.contract.ts'
import { testRecentPages } from './catalog/recent-pages.contract.ts'
import { testAccessStores } from './access/access-stores.contract.ts'
import { testCloudStores } from './cloud-stores.fixture.ts'
import { PostgresSecretStore } from './postgres-secret-store.ts'
import { PostgresDashboardStore } from './postgres-dashboard-store.ts'
import { PostgresSpaceStore } from './access/postgres-space-store.ts'
import { PostgresEnvironmentStore } from './environments/postgres-environment-store.ts'
import { PostgresEventLog, recordEvent } from './postgres-event-log.ts'
import { PostgresImportStore } from './postgres-import-store.ts'
import { PostgresLaunchStore } from './postgres-launch-store.ts'
import { PostgresLeaseStore } from './postgres-lease-store.ts'
import { PostgresProblemStore } from './postgres-problem-store.ts'
import { PostgresProposalStore } from './postgres-proposal-store.ts'
import { PostgresNameReservations } from './postgres-name-reservations.ts'
import { PostgresRepositoryRegistry } from './postgres-repository-registry.ts'
import { PostgresScanStore } from './postgres-scan-store.ts'
import { PostgresWebhookStore } from './postgres-webhook-store.ts'
import { PostgresWorkerStore } from './postgres-worker-store.ts'
import type { Database } from './schema.ts'

const scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }

const noJobs = { enqueue: async () => undefined }
const programs = await findPostgresqlPrograms()
const temporaryDirectory = useTemporaryDirectories()

describe('on the embedded database', () => {
  testStores(async () => {
    const directory = join(await temporaryDirectory(), 'database')
    return { location: { kind: 'embedded', directory }, stop: async () => {} }
  })
})

if (programs === undefined && !isRequired('postgresql')) {
  describe.skip('on PostgreSQL (skipped: its programs are not installed)', () => {
    it('keeps what the ports promise', () => {})
  })
} else {
  describe('on PostgreSQL', () => {
    testStores(async () => {
      const { url, stop } = await startPostgresql(programs ?? 'missing: install PostgreSQL')
      return { location: { kind: 'postgresql', url }, stop }
    })
  })
}

function testStores(start: () => Promise<{ location: DatabaseLocation; stop: () => Promise<void> }>): void {
  let database: Kysely<Database>
  let location: DatabaseLocation
  let stop = async () => {}
  beforeAll(async () => {
    const started = await start()
    ;({ location, stop } = started)
    database = await openDatabase(location)
  })
  afterAll(async () => {
    await database?.destroy()
    await stop()
  })
  const empty = async () => {
    await database.transaction().execute(async (transaction) => {
      // Events are otherwise never removed.
      await sql`set local session_replication_role = replica`.execute(transaction)
      await sql`truncate proposal, catalog_entry, catalog_version, catalog_state, catalog_problem, catalog_word, catalog_trigram, blueprint_repository, import, review_state, scanned_repository, registered_repository, webhook, lease, name_reservation, event, event_chain, side_step_problem, dashboard, module_launch, environment, environment_request, environment_run, environment_secret, environment_log, worker, space_setting restart identity`.execute(
        transaction,
      )
    })
  }

  testProposalStore('PostgresProposalStore', async () => {
    await empty()
    return new PostgresProposalStore(database, scope)
  })
  testProposalSearch('PostgresProposalStore', async () => {
    await empty()
    return new PostgresProposalStore(database, scope)
  })
  testEventLog('PostgresEventLog', async () => {
    await empty()
    return {
      spaceId: scope.spaceId,
      log: new PostgresEventLog(database, scope),
      record: (event) =>
        database.transaction().execute((transaction) => recordEvent(event, scope, transaction)),
    }
  })
  testWorkerStore('PostgresWorkerStore', async () => {
    await empty()
    return new PostgresWorkerStore(database, scope)
  })
  testLeaseStore('PostgresLeaseStore', async () => {
    await empty()
    return new PostgresLeaseStore(database, scope)
  })
  testCatalogStore('PostgresCatalogStore', async () => {
    await empty()
    return new PostgresCatalogStore(database, scope)
  })
  testPublicationStores(() => database, empty)
  testRecentPages(() => database, empty)
  testRepositoryRegistry('PostgresRepositoryRegistry', async () => {
    await empty()
    return new PostgresRepositoryRegistry(database, scope)
  })
  testScanStore('PostgresScanStore', async () => {
    await empty()
    return new PostgresScanStore(database, scope)
  })
  testNameReservations('PostgresNameReservations', async () => {
    await empty()
    return new PostgresNameReservations(database, scope)
  })
  testLaunchStore('PostgresLaunchStore', async () => {
    await empty()
    return new PostgresLaunchStore(database, scope)
  })
  testProblemStore('PostgresProblemStore', async () => {
    await empty()
    return new PostgresProblemStore(database, scope)
  })
  testAccessStores(() => database)

  testSecretStore('PostgresSecretStore', async () => {
    await database.deleteFrom('secret').execute()
    return new PostgresSecretStore(database, scope)
  })

  it('records who set and removed a secret, without its value', async () => {
    await database.deleteFrom('secret').execute()
    const store = new PostgresSecretStore(database, scope)
    const told = { name: 'told', origins: ['https://github.com'], sealed: 'the-value', keyId: 'k1' }
    const at = new Date('2026-01-02T03:04:05.678Z')
    for (const name of ['ada', 'bob']) await store.put(told, { by: person(name), at })
    await store.remove('told', { by: person('cleo'), at })
    const subject = { kind: 'secret', id: 'told' } as const
    const events = await new PostgresEventLog(database, scope).list(subject, { limit: 10 })
    expect(events).toMatchObject([
      { type: 'secret.removed', actor: person('cleo') },
      { type: 'secret.changed', actor: person('bob') },
      { type: 'secret.created', actor: person('ada'), after: { origins: 'https://github.com' } },
    ])
    expect(JSON.stringify(events)).not.toContain('the-value')
    await store.put(told, { by: person('ada'), at })
    const elsewhere = new PostgresSecretStore(database, { ...scope, spaceId: 'cards' })
    expect([await elsewhere.listSealed(), await elsewhere.list()]).toEqual([[], []])
    expect(await elsewhere.remove('told', { by: person('bob'), at })).toBe(false)
  })

  testCloudStores(() => database, scope)

  testDashboardStore('PostgresDashboardStore', async () => {
    await empty()
    return new PostgresDashboardStore(database, scope)
  })
  testWebhookStore('PostgresWebhookStore', async () => {
    await empty()
    return new PostgresWebhookStore(database, scope)
  })
  testImportStore('PostgresImportStore', async (jobs) => {
    await empty()
    return new PostgresImportStore(database, scope, jobs)
  })

  testEnvironmentStore('PostgresEnvironmentStore', async ({ jobsOf, limits }) => {
    await empty()
    return {
      of: (spaceId) => new PostgresEnvironmentStore(database, { spaceId, jobsOf, limits, scope }),
      eventsOf: (spaceId) => new PostgresEventLog(database, { ...scope, spaceId }),
      demand: (spaceId, pool) =>
        new PostgresSpaceStore(database).setPool(spaceId, pool, { by: person('ada'), at: new Date() }),
      async serve(pools) {
        const workers = new PostgresWorkerStore(database, scope)
        const elsewhere = new PostgresWorkerStore(database, { ...scope, blueprintRepositoryId: 'other' })
        const put = (id: string, store: PostgresWorkerStore, served: readonly string[], seenAt: Date) =>
          store.put({
            ...{ id, host: 'server', pid: 1, version: '1.2.3', pools: served, seenAt },
            ...{ startedAt: new Date(), running: [] },
          })
        await put('living', workers, pools, new Date())
        await put('silent', workers, ['emea', 'apac'], new Date(Date.now() - 100_000))
        await put('elsewhere', elsewhere, ['emea', 'apac'], new Date())
      },
    }
  })

  describe('an approval', () => {
    const approve = async (jobs: JobQueue) => {
      const store = new PostgresProposalStore(database, scope, { jobs })
      const { number } = await addProposal(store, newProposal())
      const state = { status: 'approved', by: person('ada'), at: new Date(), commit: 'c2' } as const
      const approving = changeOpen(number, store, async (proposal) => ({ ...proposal, state }))
      await approving.catch(() => {})
      return { approving, status: (await store.find(number))?.state.status }
    }
    // Stands in for the table of jobs, in the same transaction.
    const noteIn = (transaction: JobTransaction | undefined, name: string) =>
      sql`insert into catalog_word (space_id, blueprint_repository_id, word) values ('x', 'x', ${name})`.execute(
        transaction as Kysely<Database>,
      )
    const readNotes = async () =>
      (await sql<{ word: string }>`select word from catalog_word`.execute(database)).rows

    it('enqueues the sync of the catalog, with which it is committed', async () => {
      await empty()
      const enqueue = async ({ kind, key }: NewJob<never>, transaction?: JobTransaction) => {
        await noteIn(transaction, `${kind.name} ${key}`)
        return '1'
      }
      expect(await approve({ enqueue } as JobQueue)).toMatchObject({ status: 'approved' })
      expect(await readNotes()).toEqual([{ word: 'sync-catalog all' }])
    })

    it('is not on record without that job', async () => {
      await empty()
      const enqueue = async ({ kind }: NewJob<never>, transaction?: JobTransaction) => {
        await noteIn(transaction, kind.name)
        throw new Error('No space left.')
      }
      const { approving, status } = await approve({ enqueue } as JobQueue)
      await expect(approving).rejects.toThrow('No space left.')
      expect(status).toBe('open')
      expect(await readNotes()).toEqual([])
    })
  })

  it('refuses a status that no proposal has, whatever the program says', async () => {
    const insert = sql`insert into proposal (space_id, blueprint_repository_id, blueprint, kind, title, body, branch, generated_commit,
      content_id, source, created_at, updated_at, status) values ('x', 'x', 'x', 'new', '', '', '', '', '', '{}', now(), now(), 'lost')`
    await expect(insert.execute(database)).rejects.toThrow('proposal_status_check')
  })

  it('says of values that it cannot hold that the input is wrong', async () => {
    const imports = new PostgresImportStore(database, scope, noJobs)
    for (const lookup of [
      () => imports.find(2 ** 31),
      () => imports.find(1e21),
      () => imports.find(1.5),
      () => new PostgresProposalStore(database, scope).find(2 ** 40),
      () => new PostgresCatalogStore(database, scope).findEntry('a\0b'),
    ]) {
      await expect(lookup()).rejects.toMatchObject({
        name: 'InputError',
        message: 'One of the values cannot be stored in the database.',
      })
    }
    const lookUp = database
      .transaction()
      .execute((transaction) => sql`select ${2 ** 31}::int`.execute(transaction))
    await expect(lookUp).rejects.toMatchObject({ name: 'InputError' })
  })

  it('opens again with everything that was kept', async () => {
    await empty()
    const request = { repositories: [{ address: '/kept' }] }
    const { number } = await new PostgresImportStore(database, scope, noJobs).add(request, {
      ...{ startedAt: new Date(0), waiting: 1 },
    })
    await database.destroy()
    database = await openDatabase(location)
    expect(
      (await new PostgresImportStore(database, scope, noJobs).find(number))?.request.repositories,
    ).toEqual([{ address: '/kept' }])
  })

  it('does not touch a database that a newer version has made, and says so', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('0999-from-the-future', '2099-01-01')`.execute(
      database,
    )
    await database.destroy()
    const opening = openDatabase(location)
    await expect(opening).rejects.toMatchObject({
      name: 'ExternalServiceError',
      message: expect.stringContaining('0999-from-the-future'),
      hint: expect.stringContaining('newer version of Groundplan'),
    })
  })
}
