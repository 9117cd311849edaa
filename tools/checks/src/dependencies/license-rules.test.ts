import { join } from 'node:path'
import { expect, it } from 'vitest'
import { judgeLicense, listUnusedExceptions } from './license-rules.ts'
import { listProductionPackages } from './production-packages.ts'

const withLicense = (license: string | undefined, name = 'x') =>
  judgeLicense({ name, version: '1.0.0', folder: 'node_modules/x', isInstalled: true, license })

it.each([
  'MIT',
  'Apache-2.0',
  '(MIT OR GPL-3.0)',
  'MIT AND ISC',
  'GPL-2.0 OR MIT AND ISC',
  '(MIT OR CC0-1.0)',
])('accepts %s', (license) => expect(withLicense(license)).toBeUndefined())

it.each([
  'GPL-3.0',
  'AGPL-3.0-only',
  'MIT AND GPL-3.0',
  'SEE LICENSE IN LICENSE',
  'UNLICENSED',
  '',
  'MPL-2.0',
  undefined,
])('does not accept %s', (license) => expect(withLicense(license)).toMatch(/^x 1\.0\.0 has /))

it('accepts an exception for one package and its license alone', () => {
  expect(withLicense('MPL-2.0', '@cdktf/hcl2json')).toBeUndefined()
  expect(withLicense('GPL-3.0', '@cdktf/hcl2json')).toBeDefined()
  expect(listUnusedExceptions([])).toContain('The exception for @cdktf/hcl2json is not used.')
})

it('finds the packages of the product, and none that only its developers need', async () => {
  const packages = await listProductionPackages(join(import.meta.dirname, '../../../..'))
  const names = packages.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['fastify', 'undici', '@mantine/core', 'jose']))
  expect(names).not.toContain('vitest')
  expect(names.filter((name) => name.startsWith('@groundplan/'))).toEqual([])
})
