import { expect, test } from 'vitest'
import { MemoryModuleCache, moduleKey } from './module-cache.ts'
import { readModule } from './read-module.ts'

const files = [{ path: 'a/main.tf', blobId: '1' }]

test('a key changes with the directory, and with the path and the content of every file', () => {
  const keys = [
    moduleKey('a', files),
    moduleKey('b', files),
    moduleKey('a', [{ path: 'a/main.tf', blobId: '2' }]),
    moduleKey('a', [{ path: 'a/x.tf', blobId: '1' }]),
    moduleKey('a', [...files, { path: 'a/x.tf', blobId: '2' }]),
    moduleKey('a', []),
  ]
  expect(new Set(keys).size).toBe(keys.length)
  expect(moduleKey('a', [...files])).toBe(keys[0])
})

test('evicts the least recently used module', async () => {
  const cache = new MemoryModuleCache({ maximumCount: 2 })
  const module = await readModule({ path: 'a', files: [] })
  cache.save('first', module)
  cache.save('second', module)
  expect(cache.find('first')).toBe(module)
  cache.save('third', module)
  expect(['first', 'second', 'third'].filter((key) => cache.find(key) !== undefined)).toEqual([
    'first',
    'third',
  ])
})
