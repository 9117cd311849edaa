import { describe, expect, it } from 'vitest'
import { isAllowed } from '../caller.ts'
import { InMemoryMemberStore } from '../members/in-memory-member-store.ts'
import type { MemberStore } from '../members/member-store.ts'
import { permissionNames } from '../permissions.ts'
import { InMemoryRoleStore } from '../roles/in-memory-role-store.ts'
import type { RoleStore } from '../roles/role-store.ts'
import { builtInRoles } from '../roles.ts'
import { InMemorySessionStore } from './in-memory-session-store.ts'
import { findSession, findSignedIn, startSession } from './manage-sessions.ts'
import { defaultSessionLimits, type SessionClient } from './session.ts'
import { testSessionStore } from './session-store.contract.ts'
import { createSignInDirectory } from './sign-in-directory.ts'
import { testSignInDirectory } from './sign-in-directory.contract.ts'

testSessionStore('InMemorySessionStore', async () => new InMemorySessionStore())
testSignInDirectory('separate stores', async () => {
  const sessions = new InMemorySessionStore()
  const [members, roles] = [new InMemoryMemberStore(), new InMemoryRoleStore()]
  return { sessions, members, roles, signIns: createSignInDirectory({ sessions, members, roles }) }
})

const identity = {
  ...{ issuer: 'https://id.example', subject: 's1', username: 'ada@example.com' },
  ...{ displayName: 'Ada', groups: ['platform', 'payments'] },
}
const minute = 60_000

async function signIn(client: SessionClient = 'browser') {
  const clock = { time: Date.UTC(2026, 0, 1) }
  const sessions = new InMemorySessionStore()
  const dependencies = { sessions, limits: defaultSessionLimits, now: () => new Date(clock.time) }
  const { secret } = await startSession({ identity, client }, dependencies)
  return {
    ...{ clock, sessions, secret },
    find: (by: string) => findSession(by, dependencies),
    wait: (minutes: number) => (clock.time += minutes * minute),
  }
}

describe('a session', () => {
  it('is found by its secret alone, which is in no record', async () => {
    const { find, secret, sessions } = await signIn()
    expect(secret).toMatch(/^groundplan-session_[\w-]{43}$/)
    expect((await find(secret))?.session.identity).toEqual(identity)
    for (const wrong of [
      '',
      'groundplan-session_',
      `groundplan-session_${'a'.repeat(43)}`,
      secret.slice(0, -1),
    ])
      expect(await find(wrong)).toBeUndefined()
    expect(JSON.stringify(await sessions.listOf(identity))).not.toContain(secret.slice(19))
  })

  it('ends after an hour without use', async () => {
    const { find, secret, wait } = await signIn('cli')
    for (let use = 0; use < 5; use += 1) {
      wait(59)
      expect(await find(secret)).toBeDefined()
    }
    wait(60)
    expect(await find(secret)).toBeUndefined()
  })

  it('ends after 12 hours of use', async () => {
    const { find, secret, wait } = await signIn('cli')
    for (let use = 0; use < 23; use += 1) {
      wait(30)
      expect(await find(secret)).toBeDefined()
    }
    wait(29.9)
    expect(await find(secret)).toBeDefined()
    wait(0.1)
    expect(await find(secret)).toBeUndefined()
  })
})

describe('the secret of a browser', () => {
  it('is replaced after a quarter of an hour, and the former one is accepted for a minute', async () => {
    const { find, secret, wait } = await signIn()
    wait(14.9)
    expect((await find(secret))?.renewed).toBeUndefined()
    wait(0.1)
    const renewed = (await find(secret))?.renewed ?? ''
    expect(renewed).toMatch(/^groundplan-session_/)
    // Requests that were on their way.
    expect(await find(secret)).toMatchObject({ renewed: undefined })
    expect(await find(renewed)).toMatchObject({ renewed: undefined })
    wait(0.9)
    expect(await find(secret)).toBeDefined()
  })

  it('is replaced again if the answer with it was lost', async () => {
    const { find, secret, wait } = await signIn()
    wait(15)
    const lost = (await find(secret))?.renewed
    wait(10)
    const renewed = (await find(secret))?.renewed ?? ''
    expect(renewed).not.toBe(lost)
    expect(await find(renewed)).toBeDefined()
    expect(await find(lost ?? '')).toBeUndefined()
  })

  it('ends the session if it comes once more, long after it was replaced', async () => {
    const { find, secret, wait } = await signIn()
    wait(15)
    const renewed = (await find(secret))?.renewed ?? ''
    await find(renewed)
    wait(2)
    expect(await find(secret)).toBeUndefined()
    expect(await find(renewed)).toBeUndefined()
  })

  it('is replaced by one of two requests at a time', async () => {
    const { find, secret, wait } = await signIn()
    wait(15)
    const found = await Promise.all([find(secret), find(secret), find(secret)])
    expect(found.filter((each) => each?.renewed !== undefined)).toHaveLength(1)
    expect(found.every((each) => each !== undefined)).toBe(true)
  })

  it('is never replaced for the command line', async () => {
    const { find, secret, wait } = await signIn('cli')
    wait(50)
    expect(await find(secret)).toMatchObject({ renewed: undefined })
  })
})

describe('a person', () => {
  const change = { by: { kind: 'system' } as const, at: new Date(0) }
  async function permitted(admins = { usernames: [] as string[], groups: [] as string[] }) {
    const members: MemberStore = new InMemoryMemberStore()
    const roles: RoleStore = new InMemoryRoleStore()
    await members.add({ kind: 'group', name: 'payments', role: 'developer', spaceId: 'payments' }, change)
    await members.add({ kind: 'group', name: 'platform', role: 'auditor', spaceId: 'cards' }, change)
    await members.add({ kind: 'group', name: 'others', role: 'devops' }, change)
    await members.add({ kind: 'person', name: 'ada@example.com', role: 'gone', spaceId: 'loans' }, change)
    await roles.put({ name: 'auditor', title: 'Auditor', permissions: new Set(['secrets.read']) }, change)
    const sessions = new InMemorySessionStore()
    const session = { sessions, limits: defaultSessionLimits, now: () => new Date(0) }
    const { secret } = await startSession({ identity, client: 'cli' }, session)
    const signIns = createSignInDirectory({ sessions, members, roles })
    const found = await findSignedIn(secret, { ...session, signIns, admins })
    expect(await findSignedIn(`${secret.slice(0, -1)}~`, { ...session, signIns, admins })).toBeUndefined()
    if (found === undefined) throw new Error('The session was not found.')
    const { caller } = found
    const of = (spaceId: string) => permissionNames.filter((name) => isAllowed(caller, name, spaceId))
    return { caller, of }
  }

  it('may do what their groups and they themselves may, in each space', async () => {
    const { caller, of } = await permitted()
    expect(caller.actor).toEqual({ kind: 'person', name: 'ada@example.com', id: 'https://id.example#s1' })
    expect(of('payments')).toEqual([...builtInRoles.developer.permissions].toSorted(byTable))
    expect(of('cards')).toEqual(['secrets.read', 'server.read'])
    expect(of('loans')).toEqual(['server.read'])
  })

  it('may do everything if the operator says so, by username or group', async () => {
    for (const admins of [
      { usernames: ['ada@example.com'], groups: [] },
      { usernames: [], groups: ['platform'] },
    ])
      expect((await permitted(admins)).of('default')).toEqual(permissionNames)
    expect((await permitted({ usernames: ['platform'], groups: ['ada@example.com'] })).of('loans')).toEqual([
      'server.read',
    ])
  })
})

function byTable(left: string, right: string): number {
  const names: readonly string[] = permissionNames
  return names.indexOf(left) - names.indexOf(right)
}
