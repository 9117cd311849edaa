import { expect, test } from 'vitest'
import { toRoleName } from './to-role-name.ts'

test.each([
  ['Auditor', 'auditor'],
  ['Cost & capacity (EMEA)', 'cost-capacity-emea'],
  ['  2nd level  ', 'nd-level'],
  ['Prüfer', 'prufer'],
  ['審査', ''],
  ['a'.repeat(80), 'a'.repeat(63)],
])('%j is called %j', (title, name) => {
  expect(toRoleName(title)).toBe(name)
})
