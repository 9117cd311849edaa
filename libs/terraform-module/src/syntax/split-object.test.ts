import { expect, test } from 'vitest'
import { splitObject } from './split-object.ts'

test('splits an object into its keys and their expressions', () => {
  expect(splitObject('{\n  source = "a"\n  "version": "1", list = [x.y, # c\n z]\n  (var.k) = 2\n}')).toEqual(
    [
      { key: 'source', expression: '"a"' },
      { key: 'version', expression: '"1"' },
      { key: 'list', expression: '[x.y, # c\n z]' },
    ],
  )
})

test.each(['"~> 1.0"', '[]', '{', '', 'var.a'])('%s is no object', (expression) => {
  expect(splitObject(expression)).toBeUndefined()
})
