import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { unitOf } from './unit-of.ts'

async function unit(name: string, description: string, type = 'number') {
  const text = `variable "${name}" {\n  type = ${type}\n  description = "${description}"\n}\n`
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  const { variables } = await readModule({ path: '.', files })
  return variables.map(unitOf)[0]
}

test.each<[string, string, string | undefined]>([
  ['retention_days', 'How long logs are kept.', 'days'],
  ['timeout_in_seconds', 'From 60 (1 minute) to 900 seconds.', 'seconds'],
  ['disk-size-gb', '', 'GB'],
  ['max_unready_percentage', 'Nodes.', '%'],
  ['disk_size_gb', 'Size of the disk in GiB.', undefined],
  ['visibility_timeout_seconds', 'Up to 43200 (12 hours).', undefined],
  ['days', 'Days.', undefined],
  ['cron_min', '', undefined],
  ['birthdays', '', undefined],
  ['hours_of_days_off', '', undefined],
])('%s (%s) is in %s', async (name, description, expected) => {
  expect(await unit(name, description)).toBe(expected)
})

test('only numbers have units', async () => {
  expect(await unit('retention_days', '', 'string')).toBeUndefined()
})
