import { ConflictError } from '@groundplan/errors'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lease, LeaseStore } from './lease-store.ts'
import { Leases } from './leases.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** What every LeaseStore promises, alone and under {@link Leases}. `open` gives an empty one. */
export function testLeaseStore(name: string, open: () => Promise<LeaseStore>): void {
  describe(`${name} as a LeaseStore`, () => {
    let store: LeaseStore
    beforeEach(async () => {
      store = await open()
    })
    const acquire = async (key: string, holder: string, milliseconds = 60_000): Promise<Lease> => {
      const lease = await store.acquire(key, holder, milliseconds)
      if (lease === undefined) throw new Error(`${holder} did not get ${key}`)
      return lease
    }

    it('gives a key to one holder at a time', async () => {
      await acquire('a', 'one')
      expect(await store.acquire('a', 'two', 1000)).toBeUndefined()
      expect(await store.acquire('b', 'two', 1000)).toBeDefined()
    })

    it('gives exactly one of many who ask at once the key', async () => {
      const holders = Array.from({ length: 20 }, (_, index) => `h${index}`)
      const taken = await Promise.all(holders.map((holder) => store.acquire('a', holder, 60_000)))
      expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1)
    })

    it('gives a key that was released to the next', async () => {
      await store.release(await acquire('a', 'one'))
      expect(await store.acquire('a', 'two', 1000)).toBeDefined()
    })

    it('gives a key away when its lease has expired, with a higher token', async () => {
      const first = await acquire('a', 'one', 1)
      await pause(20)
      const second = await acquire('a', 'two')
      expect(second.token).toBeGreaterThan(first.token)
      expect(await store.renew(first, 1000)).toBe(false)
      await store.release(first)
      expect(await store.acquire('a', 'three', 1000)).toBeUndefined()
    })

    it('never gives a token again, also after a release and for other keys', async () => {
      const tokens: bigint[] = []
      for (const key of ['a', 'b', 'a', 'a']) {
        const lease = await acquire(key, 'one')
        tokens.push(lease.token)
        await store.release(lease)
      }
      expect(tokens).toEqual([...new Set(tokens)].toSorted((left, right) => (left < right ? -1 : 1)))
    })

    it('keeps a lease that is renewed', async () => {
      const lease = await acquire('a', 'one', 2000)
      expect(await store.renew(lease, 60_000)).toBe(true)
      await pause(2100)
      expect(await store.acquire('a', 'two', 1000)).toBeUndefined()
    })

    it('gives a holder its own key again, and what it had before counts no more', async () => {
      const first = await acquire('a', 'one')
      const second = await acquire('a', 'one')
      expect(second.token).toBeGreaterThan(first.token)
      expect(await store.renew(first, 1000)).toBe(false)
    })

    it('removes what expired long ago, and nothing else', async () => {
      await acquire('old', 'dead', 1)
      const held = await acquire('held', 'one')
      await pause(40)
      await acquire('late', 'dead', 1)
      await store.removeExpired(30)
      await acquire('old', 'two')
      expect(await store.renew(held, 1000)).toBe(true)
    })

    it('lists the keys that somebody holds', async () => {
      await acquire('a', 'one')
      await acquire('b', 'one', 1)
      await store.release(await acquire('c', 'one'))
      await pause(20)
      expect(await store.listHeld(['a', 'b', 'c', 'd'])).toEqual(new Set(['a']))
      expect(await store.listHeld([])).toEqual(new Set())
    })

    describe('under Leases', () => {
      const leasesOf = (holder: string, patience = 10_000, duration = 10_000) =>
        new Leases(store, { holder, patience, duration })

      it('lets servers work one after the other', async () => {
        let inside = 0
        let most = 0
        const work = async () => {
          inside += 1
          most = Math.max(most, inside)
          await pause(5)
          inside -= 1
        }
        const servers = ['one', 'two', 'three'].map((holder) => leasesOf(holder))
        await Promise.all(servers.flatMap((each) => [each.hold('a', work), each.hold('a', work)]))
        expect(most).toBe(1)
      })

      it('keeps a lease while the work takes longer than it lasts', async () => {
        const held = leasesOf('one', 1000, 2000).hold('a', () => pause(3200))
        await pause(2600)
        expect(await store.acquire('a', 'two', 1000)).toBeUndefined()
        await held
        expect(await store.acquire('a', 'two', 1000)).toBeDefined()
      })

      it('releases the key when the work fails', async () => {
        const failing = leasesOf('one').hold('a', () => Promise.reject(new Error('no')))
        await expect(failing).rejects.toThrow('no')
        expect(await leasesOf('two', 0).hold('a', async () => 'yes')).toBe('yes')
      })

      it('gives up on another server after a while, in words for people', async () => {
        await acquire('branch x', 'other')
        const waiting = leasesOf('one', 60).hold('branch x', async () => 'never')
        await expect(waiting).rejects.toThrow(ConflictError)
        await expect(waiting).rejects.toMatchObject({
          message: 'The branch x is busy.',
          hint: 'Try again in a moment.',
        })
      })

      it('gives up on others of the same server after a while, and the rest go on', async () => {
        const { promise: free, resolve } = Promise.withResolvers<undefined>()
        const leases = leasesOf('one')
        const first = leases.hold('a', () => free)
        let ran = false
        const late = leases.hold('a', async () => (ran = true), { patience: 20 })
        const last = leases.hold('a', async () => 'last')
        await expect(late).rejects.toThrow('The a is busy.')
        resolve(undefined)
        expect(await last).toBe('last')
        await first
        expect(ran).toBe(false)
      })

      it('stops waiting when it is told to', async () => {
        await acquire('a', 'other')
        const stop = new AbortController()
        const waiting = leasesOf('one').hold('a', async () => 'never', { signal: stop.signal })
        setTimeout(() => stop.abort(new Error('stopped')), 20)
        await expect(waiting).rejects.toThrow('stopped')
      })

      it('takes over from a server that no longer answers', async () => {
        await acquire('a', 'dead', 50)
        expect(await leasesOf('one').hold('a', async () => 'mine')).toBe('mine')
      })

      it('tells whoever lost a lease', async () => {
        const lost = leasesOf('one', 1000, 60).hold('a', async ({ lost: signal, lease }) => {
          await store.release(lease)
          await acquire('a', 'other')
          await vi.waitFor(() => expect(signal.aborted).toBe(true), { timeout: 90_000 })
          return signal.aborted
        })
        expect(await lost).toBe(true)
        expect(await store.listHeld(['a'])).toEqual(new Set(['a']))
      })

      it('lets one server at a time claim what is done again and again', async () => {
        const [one, two] = [leasesOf('one'), leasesOf('two')]
        expect(await one.claim('poll', 60_000)).toBe(true)
        expect(await two.claim('poll', 60_000)).toBe(false)
        expect(await one.claim('poll', 1)).toBe(true)
        await pause(20)
        expect(await two.claim('poll', 60_000)).toBe(true)
      })
    })
  })
}
