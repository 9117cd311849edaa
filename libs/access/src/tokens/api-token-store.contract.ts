import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { ApiToken } from './api-token.ts'
import type { ApiTokenDirectory } from './api-token-directory.ts'
import type { ApiTokenStore } from './api-token-store.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))

const token = (id: string, minute: number): ApiToken => ({
  ...{ id, name: `program ${id}`, permissions: ['catalog.read', 'imports.run'] },
  ...{ createdAt: at(minute), createdBy: person('ada'), expiresAt: at(59) },
})

export interface TestTokens {
  /** The one that the store is bound to. */
  readonly spaceId: string
  readonly store: ApiTokenStore
  readonly directory: ApiTokenDirectory
}

/** What every ApiTokenStore promises, with the directory in which its tokens are found. `open` gives an empty one. */
export function testApiTokenStore(name: string, open: () => Promise<TestTokens>): void {
  describe(`${name} as an ApiTokenStore`, () => {
    it('lists the newest first, and finds by the hash alone', async () => {
      const { store, directory, spaceId } = await open()
      expect(await store.list()).toEqual([])
      const [first, second] = [token('1', 1), token('2', 2)]
      await store.add(first, 'a')
      await store.add(second, 'b')
      expect(await store.list()).toEqual([second, first])
      expect(await directory.findByHash('a')).toEqual({ token: first, spaceId })
      for (const unknown of ['', '1', 'A', 'ab']) expect(await directory.findByHash(unknown)).toBeUndefined()
    })

    it('keeps the last use and the first revocation', async () => {
      const { store, directory, spaceId } = await open()
      await store.add(token('1', 1), 'a')
      for (const minute of [3, 4]) await directory.noteUse({ id: '1', spaceId }, at(minute))
      expect(await store.revoke('1', { by: person('ada'), at: at(5) })).toMatchObject({ revokedAt: at(5) })
      await store.revoke('1', { by: person('bob'), at: at(6) })
      const used = { ...token('1', 1), lastUsedAt: at(4), revokedAt: at(5) }
      expect(await directory.findByHash('a')).toEqual({ token: used, spaceId })
      expect(await store.revoke('2', { by: person('ada'), at: at(5) })).toBeUndefined()
    })
  })
}
