import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlueprintNames } from './name-blueprints.ts'

const nameOf = (path: string, store = 'infra') => new BlueprintNames([]).nameOf({ store, path })

describe('BlueprintNames', () => {
  it('calls a module like its directory, and the root like its repository', () => {
    expect(nameOf('modules/rds-postgres')).toBe('rds-postgres')
    expect(nameOf('.', 'terraform-aws-vpc')).toBe('terraform-aws-vpc')
  })

  it.each([
    ['S3 Bucket', 's3-bucket'],
    ['my_module.v2', 'my-module-v2'],
    ['Café Größe', 'cafe-gro-e'],
    ['__proto__', 'proto'],
    ['--x--', 'x'],
    ['日本', 'module'],
    ['con', 'con-module'],
    ['LPT1', 'lpt1-module'],
    ['a'.repeat(59) + '-b', 'a'.repeat(59)],
  ])('makes of %j a name that is safe everywhere: %s', (directory, name) => {
    expect(nameOf(`modules/${directory}`)).toBe(name)
  })

  it('puts the repository before a name that is taken, then numbers', () => {
    const names = new BlueprintNames([['network', undefined]])
    const given = ['a/network', 'b/network', 'c/network', 'd/Network'].map((path) =>
      names.nameOf({ store: 'Infra', path }),
    )
    expect(given).toEqual(['infra-network', 'infra-network-2', 'infra-network-3', 'infra-network-4'])
  })

  it('gives a module the name that it has, whatever it would be called today', () => {
    const origin = { store: 'infra', path: 'modules/network' }
    const names = new BlueprintNames([
      ['old-name', origin],
      ['newer-copy', origin],
      ['network', { store: 'other', path: 'modules/network' }],
    ])
    expect(names.nameOf(origin)).toBe('old-name')
    expect(names.nameOf({ store: 'infra', path: 'x/network' })).toBe('infra-network')
  })

  it('gives the same name to the same module and different names to different ones, always safe ones', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('network', 'Network', 'net work', '', '.', 'é', 'e', 'nul'),
    )
    const origin = fc.record({ store: text, path: text })
    const key = ({ store, path }: { store: string; path: string }) => JSON.stringify([store, path])
    fc.assert(
      fc.property(fc.uniqueArray(origin, { selector: key }), (origins) => {
        const names = new BlueprintNames([])
        const given = origins.map((each) => names.nameOf(each))
        expect(new Set(given).size).toBe(origins.length)
        expect(origins.map((each) => names.nameOf(each))).toEqual(given)
        for (const name of given) {
          expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
          expect(name.length).toBeLessThanOrEqual(100)
        }
        const remembered = new BlueprintNames(given.map((name, index) => [name, origins[index]] as const))
        expect(origins.toReversed().map((each) => remembered.nameOf(each))).toEqual(given.toReversed())
      }),
    )
  })
})
