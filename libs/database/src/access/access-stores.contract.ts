import {
  testApiTokenStore,
  testMemberStore,
  testRoleStore,
  testSessionStore,
  testSignInDirectory,
  testSpaceStore,
  testWorkloadStore,
} from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import type { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import { PostgresEventLog } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import { PostgresApiTokenDirectory, PostgresApiTokenStore } from './postgres-api-token-store.ts'
import { PostgresMemberStore } from './postgres-member-store.ts'
import { PostgresRoleStore } from './postgres-role-store.ts'
import { PostgresSessionStore } from './postgres-session-store.ts'
import { PostgresSignInDirectory } from './postgres-sign-in-directory.ts'
import { PostgresSpaceStore } from './postgres-space-store.ts'
import { PostgresWorkloadDirectory, PostgresWorkloadStore } from './postgres-workload-store.ts'

const scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }

/** What holds for the stores of people and programs on each kind of database. */
export function testAccessStores(findDatabase: () => Kysely<Database>): void {
  testApiTokenStore('PostgresApiTokenStore', async () => {
    await findDatabase().deleteFrom('api_token').execute()
    const store = new PostgresApiTokenStore(findDatabase(), scope)
    return { store, directory: new PostgresApiTokenDirectory(findDatabase()), spaceId: scope.spaceId }
  })

  it('records who created and revoked a token, without its hash', async () => {
    await findDatabase().deleteFrom('api_token').execute()
    const store = new PostgresApiTokenStore(findDatabase(), scope)
    const at = new Date('2026-01-02T03:04:05.678Z')
    const expiresAt = new Date('2026-02-02T03:04:05.678Z')
    const token = { id: 'told', name: 'ci', permissions: ['catalog.read'] as const, createdAt: at, expiresAt }
    await store.add({ ...token, createdBy: person('ada') }, 'the-hash')
    for (const by of [person('bob'), person('cleo')]) await store.revoke('told', { by, at: expiresAt })
    const subject = { kind: 'api-token', id: 'told' } as const
    const events = await new PostgresEventLog(findDatabase(), scope).list(subject, { limit: 10 })
    expect(events).toMatchObject([
      { type: 'api-token.revoked', actor: person('bob'), before: { name: 'ci' } },
      { type: 'api-token.created', actor: person('ada'), after: { name: 'ci', permissions: 'catalog.read' } },
    ])
    expect(JSON.stringify(events)).not.toContain('the-hash')
    const elsewhere = new PostgresApiTokenStore(findDatabase(), { ...scope, spaceId: 'cards' })
    expect(await elsewhere.list()).toEqual([])
    expect(await elsewhere.revoke('told', { by: person('bob'), at })).toBeUndefined()
  })

  testSignInDirectory('PostgresSignInDirectory', async () => {
    const database = findDatabase()
    for (const table of ['person_session', 'member', 'role'] as const)
      await database.deleteFrom(table).execute()
    return {
      sessions: new PostgresSessionStore(database),
      members: new PostgresMemberStore(database),
      roles: new PostgresRoleStore(database),
      signIns: new PostgresSignInDirectory(database),
    }
  })

  testSpaceStore('PostgresSpaceStore', async () => {
    await findDatabase().deleteFrom('space').execute()
    return new PostgresSpaceStore(findDatabase())
  })

  it('records what became of a space, and nothing where it stays as it is', async () => {
    const before = await findEvents(0)
    await findDatabase().deleteFrom('space').execute()
    const store = new PostgresSpaceStore(findDatabase())
    const change = { by: person('eve'), at: new Date('2026-01-02T03:04:05.678Z') }
    const cards = { name: 'cards', title: 'Cards', description: '' }
    for (let time = 0; time < 2; time += 1) await store.put(cards, change)
    await store.put({ ...cards, title: 'Cards EU' }, change)
    for (let time = 0; time < 2; time += 1) await store.archive('cards', change)
    await store.put({ ...cards, description: 'Plastic.' }, change)
    expect(await findEvents(Number(before.at(-1)?.id ?? 0))).toMatchObject([
      { type: 'space.created', space_id: '@account', subject_id: 'cards', after: { title: 'Cards' } },
      { type: 'space.changed', before: { title: 'Cards' }, after: { title: 'Cards EU' } },
      { type: 'space.archived', actor: person('eve'), subject_kind: 'space' },
      { type: 'space.restored', after: { title: 'Cards', description: 'Plastic.' } },
    ])
    expect(await findEvents(Number(before.at(-1)?.id ?? 0))).toHaveLength(4)
  })

  testWorkloadStore('PostgresWorkloadStore', async () => {
    await findDatabase().deleteFrom('workload').execute()
    return {
      directory: new PostgresWorkloadDirectory(findDatabase()),
      ofSpace: (spaceId) => new PostgresWorkloadStore(findDatabase(), { spaceId }),
    }
  })

  it('records who trusted and removed a workload, and what its tokens have to say', async () => {
    const store = new PostgresWorkloadStore(findDatabase(), scope)
    const at = new Date('2026-01-02T03:04:05.678Z')
    const described = {
      issuer: 'https://ci.example',
      audience: 'groundplan',
      claims: { sub: 'repo:a/*', ref: 'main' },
    }
    const workload = { id: 'w9', name: 'deploy', spaceId: 'payments', ...described, createdAt: at }
    await store.add({ ...workload, permissions: ['imports.run', 'imports.read'], createdBy: person('ada') })
    await store.remove('deploy', { by: person('bob'), at })
    const subject = { kind: 'workload', id: 'w9' } as const
    const facts = { ...described, name: 'deploy', claims: 'ref=main sub=repo:a/*' }
    expect(await new PostgresEventLog(findDatabase(), scope).list(subject, { limit: 10 })).toMatchObject([
      { type: 'workload.removed', actor: person('bob'), before: facts },
      {
        type: 'workload.trusted',
        actor: person('ada'),
        after: { ...facts, permissions: 'imports.run imports.read' },
      },
    ])
  })

  testMemberStore('PostgresMemberStore', async () => {
    await findDatabase().deleteFrom('member').execute()
    return new PostgresMemberStore(findDatabase())
  })
  testRoleStore('PostgresRoleStore', async () => {
    await findDatabase().deleteFrom('role').execute()
    return new PostgresRoleStore(findDatabase())
  })
  testSessionStore('PostgresSessionStore', async () => {
    await findDatabase().deleteFrom('person_session').execute()
    return new PostgresSessionStore(findDatabase())
  })

  it('records who gave whom which role where, and who signed in, without secrets', async () => {
    const before = await findEvents(0)
    const [members, roles] = [new PostgresMemberStore(findDatabase()), new PostgresRoleStore(findDatabase())]
    const sessions = new PostgresSessionStore(findDatabase())
    const change = { by: person('eve'), at: new Date('2026-01-02T03:04:05.678Z') }
    const member = { kind: 'group', name: 'platform', role: 'auditor', spaceId: 'payments' } as const
    const auditor = { name: 'auditor', title: 'Auditor' }
    await roles.put({ ...auditor, permissions: new Set(['imports.read']) }, change)
    await roles.put({ ...auditor, permissions: new Set(['imports.read', 'catalog.read']) }, change)
    for (let time = 0; time < 2; time += 1) await members.add(member, change)
    for (let time = 0; time < 2; time += 1) await members.remove(member, change)
    await roles.remove('auditor', change)
    const identity = {
      issuer: 'https://id.example',
      subject: 's9',
      username: 'ada',
      displayName: 'A',
      groups: [],
    }
    const session = { id: 'told', identity, client: 'cli' } as const
    const times = { createdAt: change.at, seenAt: change.at, expiresAt: change.at }
    await sessions.add({
      session: { ...session, ...times },
      keys: { hash: 'the-hash', rotatedAt: change.at },
    })
    for (let time = 0; time < 2; time += 1)
      await sessions.end('told', { reason: 'signed-out', at: change.at })
    const events = await findEvents(Number(before.at(-1)?.id ?? 0))
    const by = { kind: 'person', name: 'ada', id: 'https://id.example#s9' }
    const permissions = 'catalog.read imports.read'
    expect(events).toMatchObject([
      { type: 'role.created', space_id: '@account', after: { permissions: 'imports.read' } },
      { type: 'role.changed', before: { permissions: 'imports.read' }, after: { permissions } },
      {
        type: 'member.added',
        space_id: 'payments',
        subject_id: 'group:platform',
        after: { role: 'auditor' },
      },
      { type: 'member.removed', space_id: 'payments', actor: person('eve'), before: { role: 'auditor' } },
      { type: 'role.removed', before: { permissions } },
      { type: 'session.started', actor: by, after: { client: 'cli' } },
      { type: 'session.ended', actor: by, reason: 'signed-out' },
    ])
    expect(events).toHaveLength(7)
    expect(JSON.stringify(events)).not.toContain('the-hash')
  })

  /** Events can't be deleted: those of other tests come first. */
  async function findEvents(after: number) {
    const events = findDatabase().selectFrom('event').selectAll()
    return events.where('id', '>', String(after)).orderBy('id').execute()
  }
}
