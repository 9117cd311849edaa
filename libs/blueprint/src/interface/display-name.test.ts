import { expect, test } from 'vitest'
import { displayName } from './display-name.ts'

test.each([
  ['multi_az', 'Multi AZ'],
  ['rds-postgres', 'RDS postgres'],
  ['__vpc__id__', 'VPC ID'],
  ['name', 'Name'],
  ['', ''],
])('%s is called %s', (name, expected) => {
  expect(displayName(name)).toBe(expected)
})
