import { expect, test } from 'vitest'
import { humanLabel } from './human-label.ts'

test.each([
  ['retention_days', 'Retention days'],
  ['_', '_'],
  ['a\u202Eb_c', 'A<U+202E>b c'],
])('the label of %j is %j', (name, label) => expect(humanLabel(name)).toBe(label))
