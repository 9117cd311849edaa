import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText, digestChanges, sortChanges, type ChangeSet, type FileChange } from './change-set.ts'

const path = fc.string({ unit: 'grapheme', minLength: 1 })
const change: fc.Arbitrary<FileChange> = fc.oneof(
  fc.record({
    kind: fc.constant('write' as const),
    path,
    content: fc.uint16Array().map((units) => String.fromCharCode(...units)),
  }),
  fc.record({ kind: fc.constant('delete' as const), path }),
)
const changeSet = fc.uniqueArray(change, { selector: (item) => item.path })

describe('sortChanges', () => {
  test('orders by code unit, whatever the locale', () => {
    const changes = ['b', 'ä', 'a', 'B', 'a/b', 'a.b'].map(
      (name) => ({ kind: 'delete', path: name }) as const,
    )
    expect(sortChanges(changes).map((item) => item.path)).toEqual(['B', 'a', 'a.b', 'a/b', 'b', 'ä'])
  })

  test('leaves what it was given as it is', () => {
    const changes: ChangeSet = [
      { kind: 'delete', path: 'b' },
      { kind: 'delete', path: 'a' },
    ]
    sortChanges(changes)
    expect(changes[0]?.path).toBe('b')
  })
})

describe('compareText', () => {
  test('tells less, equal and more', () => {
    expect([compareText('a', 'b'), compareText('a', 'a'), compareText('b', 'a')]).toEqual([-1, 0, 1])
  })
})

describe('digestChanges', () => {
  test('is a SHA-256 in hexadecimal', async () => {
    expect(await digestChanges([])).toMatch(/^[0-9a-f]{64}$/)
  })

  test('does not depend on the order of the changes', async () => {
    const shuffled = changeSet.chain((changes) =>
      fc.tuple(fc.constant(changes), fc.shuffledSubarray(changes, { minLength: changes.length })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ([changes, others]) => {
        expect(await digestChanges(others)).toBe(await digestChanges(changes))
      }),
    )
  })

  test('does not depend on the order in which a change was put together', async () => {
    const changes: ChangeSet = [{ kind: 'write', path: 'a', content: 'x' }]
    const others: ChangeSet = [{ content: 'x', path: 'a', kind: 'write' }]
    expect(await digestChanges(others)).toBe(await digestChanges(changes))
  })

  test('tells different changes apart', async () => {
    const sets: readonly ChangeSet[] = [
      [],
      [{ kind: 'delete', path: 'a' }],
      [{ kind: 'write', path: 'a', content: '' }],
      [{ kind: 'write', path: 'a', content: 'b' }],
      [{ kind: 'write', path: 'ab', content: '' }],
      [
        { kind: 'delete', path: 'a' },
        { kind: 'delete', path: 'b' },
      ],
    ]
    expect(new Set(await Promise.all(sets.map(digestChanges))).size).toBe(sets.length)
  })
})
