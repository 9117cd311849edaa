import { expect, it } from 'vitest'
import { suggestName } from './suggest-name.ts'

it('a suggested name begins with the blueprint and fits', () => {
  expect(suggestName('shop', () => 0)).toBe('shop-bbbb')
  expect(suggestName('shop', () => 0.999)).toBe('shop-zzzz')
  expect(suggestName('x'.repeat(200)).length).toBeLessThanOrEqual(100)
})
