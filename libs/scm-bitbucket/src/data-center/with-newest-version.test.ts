import { ConflictError } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { withNewestVersion } from './with-newest-version.ts'

it('reads anew and tries again when somebody was faster', async () => {
  const versions = [1, 2, 3]
  const tried: number[] = []
  const result = await withNewestVersion({
    read: async () => ({ version: versions.shift() ?? 3 }),
    act: async ({ version }) => {
      tried.push(version)
      if (version < 3) throw new ConflictError('Stale.')
      return 'done'
    },
  })
  expect(result).toBe('done')
  expect(tried).toEqual([1, 2, 3])
})

it('a conflict of another kind is the answer', async () => {
  const attempt = withNewestVersion({
    read: async () => ({ version: 1 }),
    act: async () => {
      throw new ConflictError('It has conflicts.')
    },
  })
  await expect(attempt).rejects.toThrow('It has conflicts.')
})

it('gives up when others are always faster', async () => {
  let version = 0
  const attempt = withNewestVersion({
    read: async () => ({ version: (version += 1) }),
    act: async () => {
      throw new ConflictError('Stale.')
    },
  })
  await expect(attempt).rejects.toThrow('Stale.')
  expect(version).toBeLessThan(10)
})
