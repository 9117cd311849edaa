import { describe, expect, it } from 'vitest'
import type { Session } from './session.ts'
import type { SessionStore, StoredSession } from './session-store.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))

function stored(id: string, minute: number, change: Partial<Session> = {}): StoredSession {
  const identity = {
    issuer: 'https://id.example',
    subject: 's1',
    username: 'ada',
    displayName: 'Ada L.',
    groups: ['a'],
  }
  const session: Session = {
    ...{ id, identity, client: 'browser', createdAt: at(minute), seenAt: at(minute), expiresAt: at(59) },
    ...change,
  }
  return { session, keys: { hash: `hash ${id}`, rotatedAt: at(minute) } }
}

/** What every SessionStore promises. `open` gives an empty one. */
export function testSessionStore(name: string, open: () => Promise<SessionStore>): void {
  describe(`${name} as a SessionStore`, () => {
    it('finds a session by its current secret and by the one before', async () => {
      const store = await open()
      const first = stored('1', 1, { providerSession: 'p' })
      await store.add(first)
      await store.add(stored('2', 2))
      expect(await store.findByHash('hash 1')).toEqual(first)
      expect(await store.findByHash('hash')).toBeUndefined()
      const rotation = { from: 'hash 1', to: 'new', previous: 'hash 1', at: at(3) }
      expect(await store.rotate('1', rotation)).toBe(true)
      expect(await store.rotate('1', { ...rotation, to: 'other' })).toBe(false)
      const keys = { hash: 'new', rotatedAt: at(3), previousHash: 'hash 1' }
      for (const hash of ['new', 'hash 1'])
        expect(await store.findByHash(hash)).toEqual({ session: first.session, keys })
      expect(await store.findByHash('other')).toBeUndefined()
    })

    it('keeps the last use and the first confirmation, which a rotation takes back', async () => {
      const store = await open()
      const { session, keys } = stored('1', 1)
      await store.add({ session, keys })
      await store.noteUse('1', { at: at(2), confirms: false })
      expect((await store.findByHash('hash 1'))?.keys).toEqual(keys)
      await store.noteUse('1', { at: at(3), confirms: true })
      await store.noteUse('1', { at: at(4), confirms: true })
      expect(await store.findByHash('hash 1')).toEqual({
        session: { ...session, seenAt: at(4) },
        keys: { ...keys, confirmedAt: at(3) },
      })
      await store.rotate('1', { from: 'hash 1', to: 'new', previous: 'hash 1', at: at(5) })
      expect((await store.findByHash('new'))?.keys.confirmedAt).toBeUndefined()
    })

    it('ends one session, or those that the provider has ended', async () => {
      const store = await open()
      const other = { ...stored('3', 3).session.identity, subject: 's2' }
      await store.add(stored('1', 1, { providerSession: 'p' }))
      await store.add(stored('2', 2, { providerSession: 'q' }))
      await store.add(stored('3', 3, { identity: other, providerSession: 'p' }))
      await store.add(stored('4', 4))
      const owner = { issuer: 'https://id.example', subject: 's1' }
      expect((await store.listOf(owner)).map(({ id }) => id)).toEqual(['4', '2', '1'])
      const end = { reason: 'signed-out-by-provider', at: at(9) } as const
      expect(await store.endOf({ ...owner, issuer: 'https://other.example' }, end)).toBe(0)
      expect(await store.endOf({ ...owner, providerSession: 'p' }, end)).toBe(1)
      expect((await store.listOf(owner)).map(({ id }) => id)).toEqual(['4', '2'])
      await store.end('4', { reason: 'signed-out', at: at(9) })
      await store.end('4', { reason: 'signed-out', at: at(9) })
      expect(await store.findByHash('hash 4')).toBeUndefined()
      expect(await store.endOf({ issuer: owner.issuer, providerSession: 'p' }, end)).toBe(1)
      expect(await store.endOf(owner, end)).toBe(1)
    })

    it('forgets what has expired or was not used', async () => {
      const store = await open()
      await store.add(stored('1', 1))
      await store.add(stored('2', 20, { expiresAt: at(30) }))
      await store.add(stored('3', 21))
      await store.tidy({ at: at(30), seenBefore: at(10) })
      const left = await store.listOf({ issuer: 'https://id.example', subject: 's1' })
      expect(left.map(({ id }) => id)).toEqual(['3'])
    })
  })
}
