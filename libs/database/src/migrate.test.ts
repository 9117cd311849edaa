import { gitActor, hostPerson, person, systemActor } from '@groundplan/actor'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createEarlierDatabase } from './earlier-database.fixture.ts'
import { migrate, migrations } from './migrate.ts'
import { PostgresImportStore } from './postgres-import-store.ts'
import { PostgresProposalStore } from './postgres-proposal-store.ts'

const scope = { spaceId: 'default', blueprintRepositoryId: 'default' }

/** Names that older versions put on record, and who they stood for; the last ones have a pull request. */
const deciders = [
  ['groundplan', systemActor],
  ['git', gitActor],
  ['local user (unverified)', { kind: 'person', name: 'local user', unverified: true }],
  ['access token (unverified)', { kind: 'api-token', name: 'access token', unverified: true }],
  ['root', person('root')],
] as const

const names = Object.keys(migrations) as (keyof typeof migrations)[]
const version = (name: keyof typeof migrations) => names.indexOf(name)

describe('a database of an earlier version', () => {
  it.each(names.slice(0, -1))('%s keeps its proposals, with actors instead of names', async (name) => {
    const database = await createEarlierDatabase(name)
    if (version(name) < version('0014-events')) {
      for (const [by] of deciders)
        await sql`insert into proposal (blueprint, kind, title, body, branch, generated_commit, content_id, source,
          created_at, updated_at, status, decided_by, decided_at) values ('network', 'new', 't', 'b', 'x', 'c1', 'id', '{}',
          now(), now(), 'rejected', ${by}, now())`.execute(database)
      if (version(name) >= version('0003-hosts')) {
        const pullRequest = JSON.stringify({ number: 3, url: 'https://github.com/acme/blueprints/pull/3' })
        await sql`insert into proposal (blueprint, kind, title, body, branch, generated_commit, content_id, source,
          created_at, updated_at, status, decided_by, decided_at, pull_request, asked_by) values ('queue', 'new', 't', 'b', 'y',
          'c1', 'id', '{}', now(), now(), 'rejected', 'octocat', now(), ${pullRequest}::jsonb, 'label')`.execute(
          database,
        )
      }
    }
    await migrate(database)
    const proposals = await new PostgresProposalStore(database, scope).list()
    const by = proposals.toReversed().map(({ state }) => (state.status === 'open' ? undefined : state.by))
    if (version(name) < version('0014-events'))
      expect(by.slice(0, deciders.length)).toEqual(deciders.map(([, actor]) => actor))
    if (version(name) >= version('0003-hosts') && version(name) < version('0014-events')) {
      const page = 'https://github.com/acme/blueprints/pull/3'
      expect(proposals[0]?.state).toMatchObject({
        by: hostPerson(page, 'octocat'),
        askedBy: hostPerson(page),
      })
    }
    await database.destroy()
  })

  it.each(['0007-leases', '0014-events'] as const)(
    '%s keeps its unfinished imports, which get a job',
    async (name) => {
      const database = await createEarlierDatabase(name)
      const request = { repositories: [], configured: true }
      for (const status of ['waiting', 'running', 'finished', 'interrupted'])
        await sql`insert into import_run (request, started_at, status, owner, state) values (${JSON.stringify(request)}, now(),
        ${status}, 'server 1', ${JSON.stringify({ status, at: new Date(0) })})`.execute(database)
      await migrate(database)
      const keys: unknown[] = []
      const imports = new PostgresImportStore(database, scope, {
        enqueue: async ({ key }) => String(keys.push(key)),
      })
      await imports.enqueueUnfinished()
      expect(keys).toEqual(['1', '2'])
      const { items } = await imports.list({ limit: 10 })
      expect(items.toReversed().map(({ state }) => state.status)).toEqual([
        ...['waiting', 'waiting'],
        ...['finished', 'interrupted'],
      ])
      expect(await imports.begin(2, 'token')).toMatchObject({ import: { request }, signal: 'continue' })
      await database.destroy()
    },
  )

  it('keeps the fingerprints of synced pull requests', async () => {
    const database = await createEarlierDatabase('0018-proposal-review')
    const url = 'https://github.com/acme/blueprints/pull/3'
    for (const [blueprint, rest] of Object.entries({ queue: { inStepWith: 'digest' }, network: {} }))
      await sql`insert into proposal (blueprint, kind, title, body, branch, generated_commit, content_id, source,
        created_at, updated_at, status, pull_request) values (${blueprint}, 'new', 't', 'b', 'y', 'c1', 'id', '{}', now(),
        now(), 'open', ${JSON.stringify({ number: 3, url, ...rest })})`.execute(database)
    await migrate(database)
    const proposals = await new PostgresProposalStore(database, scope).list()
    expect(proposals.toReversed().map(({ pullRequest }) => pullRequest)).toEqual([
      { number: 3, url, syncedFingerprint: 'digest' },
      { number: 3, url },
    ])
    await database.destroy()
  })

  it('counts breaking changes and conflicts of open proposals by their bodies', async () => {
    const database = await createEarlierDatabase('0010-catalog-search')
    const texts = [
      ['a', 'open', '- **Breaking:** one.\n- **Breaking:** two.\n\n## To decide\n\n- three\n'],
      ['b', 'open', 'A network.\n'],
      ['c', 'rejected', '- **Breaking:** one.\n'],
    ] as const
    for (const [blueprint, status, text] of texts)
      await sql`insert into proposal (blueprint, kind, title, body, branch, generated_commit, content_id, source,
        created_at, updated_at, status) values (${blueprint}, 'update', 't', ${`# Changes\n\n${text}`}, ${blueprint}, 'c1',
        'id', '{}', now(), now(), ${status})`.execute(database)
    await migrate(database)
    const proposals = await new PostgresProposalStore(database, scope).list()
    expect(proposals.toReversed().map(({ facts }) => facts)).toEqual([
      { breaking: 2, conflicts: 1, owners: [] },
      { breaking: 0, conflicts: 0, owners: [] },
      undefined,
    ])
    await database.destroy()
  })
})
