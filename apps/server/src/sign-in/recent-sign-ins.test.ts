import type { SignInDirectory } from '@groundplan/access'
import {
  createSignInDirectory,
  InMemoryMemberStore,
  InMemoryRoleStore,
  InMemorySessionStore,
  testSignInDirectory,
} from '@groundplan/access/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { recentSignIn, RecentSignIns } from './recent-sign-ins.ts'

const at = new Date(0)
const identity = {
  issuer: 'https://id.example',
  subject: 's1',
  username: 'ada',
  displayName: 'Ada',
  groups: [],
}

function open() {
  const stores = {
    ...{ sessions: new InMemorySessionStore(), members: new InMemoryMemberStore() },
    roles: new InMemoryRoleStore(),
  }
  const directory = createSignInDirectory(stores)
  const looks: string[] = []
  const counted: SignInDirectory = {
    find(hash) {
      looks.push(hash)
      return directory.find(hash)
    },
  }
  const signIns = new RecentSignIns(counted)
  return { stores, signIns, looks }
}

async function openWatched() {
  const { stores, signIns, looks } = open()
  const watched = {
    ...{ sessions: signIns.watch(stores.sessions), members: signIns.watch(stores.members) },
    roles: signIns.watch(stores.roles),
  }
  return { ...watched, signIns, looks, stores }
}

async function addSession(sessions: InMemorySessionStore, hash: string): Promise<string> {
  const id = crypto.randomUUID()
  const session = { id, identity, client: 'cli' as const, createdAt: at, seenAt: at, expiresAt: new Date(1) }
  await sessions.add({ session, keys: { hash, rotatedAt: at } })
  return id
}

describe('RecentSignIns', () => {
  afterEach(() => vi.useRealTimers())

  testSignInDirectory('with stores that are watched', openWatched)

  it('looks once for all who ask within a moment, and again after it', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
    // A clock at 0 counts as none.
    vi.advanceTimersByTime(1)
    const { stores, signIns, looks } = open()
    await addSession(stores.sessions, 'a')
    await Promise.all([signIns.find('a'), signIns.find('a'), signIns.find('b')])
    expect((await signIns.find('a'))?.stored.session.identity).toEqual(identity)
    expect(looks).toEqual(['a', 'b'])
    vi.advanceTimersByTime(recentSignIn + 1)
    await signIns.find('a')
    expect(looks).toEqual(['a', 'b', 'a'])
  })

  it('remembers neither that somebody was not found nor that a look failed', async () => {
    const { stores, signIns } = open()
    expect(await signIns.find('a')).toBeUndefined()
    await addSession(stores.sessions, 'a')
    expect(await signIns.find('a')).toBeDefined()
    let fails = true
    const failing = new RecentSignIns({
      find: () => (fails ? Promise.reject(new Error('no database')) : Promise.resolve(undefined)),
    })
    await expect(failing.find('a')).rejects.toThrow('no database')
    fails = false
    expect(await failing.find('a')).toBeUndefined()
  })

  it('knows at once what watched stores have changed, also while it looks', async () => {
    const { sessions, members, signIns, looks, stores } = await openWatched()
    const id = await addSession(stores.sessions, 'a')
    expect((await signIns.find('a'))?.members).toEqual([])
    await members.add({ kind: 'person', name: 'ada', role: 'viewer' }, { by: { kind: 'system' }, at })
    expect((await signIns.find('a'))?.members).toHaveLength(1)
    const early = signIns.find('b')
    await sessions.end(id)
    await early
    expect(await signIns.find('a')).toBeUndefined()
    expect(looks).toEqual(['a', 'a', 'b', 'a'])
  })
})
