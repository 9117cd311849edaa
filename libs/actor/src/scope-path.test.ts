import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scopePath } from './scope-path.ts'

it.each([
  ['acme', 'main-2', 'acme/main-2'],
  ['Acme', 'acme', '_41_cme/acme'],
  ['a/b', 'x.git', 'a_2f_b/x_2e_git'],
  ['..', '', '_2e__2e_/_'],
  ['_', 'ü', '_5f_/_fc_'],
])('the path of %j and %j is %s', (spaceId, blueprintRepositoryId, expected) => {
  expect(scopePath({ spaceId, blueprintRepositoryId })).toBe(expected)
})

it('differs for different scopes, also where case is ignored', () => {
  const scope = fc.record({
    spaceId: fc.string({ unit: fc.constantFrom('a', 'A', '_', '/', '4', '1', '.') }),
    blueprintRepositoryId: fc.string({ unit: fc.constantFrom('a', 'A', '_', '/', '4', '1', '.') }),
  })
  fc.assert(
    fc.property(scope, scope, (left, right) => {
      const isSame =
        left.spaceId === right.spaceId && left.blueprintRepositoryId === right.blueprintRepositoryId
      expect(scopePath(left).toLowerCase() === scopePath(right).toLowerCase()).toBe(isSame)
    }),
  )
})
