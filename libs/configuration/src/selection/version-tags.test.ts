import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVersions, parseVersion } from './semantic-version.ts'
import { versionTags } from './version-tags.ts'

const vpc = 'modules/vpc'

describe('versionTags', () => {
  test.each<[string, string[], string, string | undefined]>([
    ['the newest', ['v1.9.0', 'v1.10.0', 'v1.2.0'], vpc, 'v1.10.0'],
    ['its own path first', ['v9.0.0', 'modules/vpc/v1.2.0', 'vpc/v3.0.0'], vpc, 'modules/vpc/v1.2.0'],
    ['path and dash', ['v9.0.0', 'modules/vpc-v1', 'vpc/v3.0.0'], vpc, 'modules/vpc-v1'],
    ['its last directory', ['v9.0.0', 'vpc/v3.0.0', 'vpc-v4.0.0'], vpc, 'vpc/v3.0.0'],
    ['last directory and dash', ['v9.0.0', 'vpc-4.0.0'], vpc, 'vpc-4.0.0'],
    ['the whole repository', ['v9.0.0', 'modules/vpc-endpoint/v1.0.0'], vpc, 'v9.0.0'],
    ['the root by itself', ['v1.0.0', 'modules/vpc/v2.0.0'], '.', 'v1.0.0'],
    ['releases before pre-releases', ['v2.0.0-rc.1', 'v1.0.0'], vpc, 'v1.0.0'],
    ['the newest pre-release if there is nothing else', ['v2.0.0-rc.2', 'v2.0.0-rc.10'], vpc, 'v2.0.0-rc.10'],
    ['the longer of equals', ['v1', 'v1.0.0', '1.0'], vpc, 'v1.0.0'],
    ['nothing', ['latest', 'nightly-2024', 'other/v1.0.0'], vpc, undefined],
    ['nothing without a version behind a dash', ['vpc-2'], vpc, undefined],
  ])('chooses %s', (_, tags, path, expected) => {
    expect(versionTags(tags, [path], '*').get(path)).toBe(expected)
    expect(versionTags(tags.toReversed(), [path], '*').get(path)).toBe(expected)
  })

  test('the pattern is of the version or of the whole tag', () => {
    const tags = ['modules/vpc/v1.2.0', 'modules/vpc/v2.0.0', '3.0.0']
    expect(versionTags(tags, [vpc], 'v1.*').get(vpc)).toBe('modules/vpc/v1.2.0')
    expect(versionTags(tags, [vpc], 'modules/*/v*').get(vpc)).toBe('modules/vpc/v2.0.0')
    expect(versionTags(tags, ['.'], 'v*').get('.')).toBeUndefined()
  })

  test('each module gets its own, and a name that two have is nobody’s', () => {
    const paths = ['aws/vpc', 'gcp/vpc', 'aws/db', 'aws/db-v2']
    const tags = ['vpc/v9.0.0', 'aws/vpc/v1.0.0', 'db-v2-v3.0.0', 'db/v1.1.0']
    expect([...versionTags(tags, paths, 'v*')]).toEqual([
      ['aws/vpc', 'aws/vpc/v1.0.0'],
      ['aws/db', 'db/v1.1.0'],
      ['aws/db-v2', 'db-v2-v3.0.0'],
    ])
  })

  const segment = fc.constantFrom('a', 'b', 'vpc', 'vpc-v1', 'v1', 'db-2')
  const path = fc.oneof(
    fc.constant('.'),
    fc.array(segment, { minLength: 1, maxLength: 3 }).map((all) => all.join('/')),
  )
  const version = fc
    .tuple(
      fc.constantFrom('', 'v'),
      fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '-rc.1'),
    )
    .map(([v, numbers, pre]) => `${v}${numbers.join('.')}${pre}`)
  const tag = fc.oneof(
    fc.string({ unit: 'binary' }),
    version,
    fc.tuple(path, fc.constantFrom('/', '-'), version).map((all) => all.join('')),
  )

  test('whatever the tags and their order, the answer is one of them, the same each time', () => {
    fc.assert(
      fc.property(fc.uniqueArray(tag), fc.uniqueArray(path), (tags, paths) => {
        const found = versionTags(tags, paths, '**')
        expect(versionTags(tags.toReversed(), paths, '**')).toEqual(found)
        for (const chosen of found.values()) expect(tags).toContain(chosen)
      }),
    )
  })

  test('a newer release under the path of a module is always taken', () => {
    fc.assert(
      fc.property(fc.uniqueArray(tag), path, (tags, module) => {
        const newest = module === '.' ? 'v99.0.0' : `${module}/v99.0.0`
        expect(versionTags([...tags, newest], [module], '**').get(module)).toBe(newest)
      }),
    )
  })
})

test('versions have the order of the standard', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '2',
    '2.1',
    '10.0',
  ]
  const sorted = ordered
    .toReversed()
    .sort((left, right) => compareVersions(parseVersion(left)!, parseVersion(right)!))
  expect(sorted).toEqual(ordered)
  for (const none of ['', 'v', '1.2.3.4', 'v1.x', '2024-', '-1', 'v1.2.3 '])
    expect(parseVersion(none)).toBeUndefined()
})
