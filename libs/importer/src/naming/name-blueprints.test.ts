import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlueprintNames, type ModuleOrigin } from './name-blueprints.ts'

type Existing = ConstructorParameters<typeof BlueprintNames>[0]

function give(origins: readonly ModuleOrigin[], existing: Existing = []): readonly (string | undefined)[] {
  const names = new BlueprintNames(existing)
  names.give(origins)
  return origins.map((origin) => names.find(origin))
}
const inOne = (...paths: readonly string[]) => paths.map((path) => ({ store: 'infra', path }))

describe('BlueprintNames', () => {
  it('calls a module like its directory, and the root like its repository', () => {
    expect(give(inOne('modules/rds-postgres'))).toEqual(['rds-postgres'])
    expect(give([{ store: 'terraform-aws-vpc', path: '.' }])).toEqual(['terraform-aws-vpc'])
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
    expect(give([{ store: 'infra', path: directory }])).toEqual([name])
  })

  it('distinguishes namesakes in one repository by their parent folders, in any order', () => {
    const paths = ['services/alpha/cluster', 'services/beta/cluster', 'services/gamma/cluster']
    expect(give(inOne(...paths))).toEqual(['alpha-cluster', 'beta-cluster', 'gamma-cluster'])
    expect(give(inOne(...paths.toReversed()))).toEqual(['gamma-cluster', 'beta-cluster', 'alpha-cluster'])
  })

  it('takes as many folders as it needs', () => {
    expect(give(inOne('eu/a/vpc', 'us/a/vpc', 'us/b/vpc', 'vpc'))).toEqual([
      ...['eu-a-vpc', 'us-a-vpc', 'b-vpc', 'vpc'],
    ])
  })

  it('distinguishes namesakes in different repositories by the repository', () => {
    const origins = ['payments', 'risk'].map((store) => ({ store, path: 'modules/vpc' }))
    expect(give(origins)).toEqual(['payments-vpc', 'risk-vpc'])
    expect(give([...origins, { store: 'vpc', path: '.' }])).toEqual(['payments-vpc', 'risk-vpc', 'vpc'])
  })

  it('keeps assigned names, and gives a newcomer a different one', () => {
    const existing: Existing = [
      ['cluster', { store: 'infra', path: 'services/alpha/cluster' }],
      ['network', { store: 'other', path: 'network' }],
      ['composed', undefined],
    ]
    const paths = ['services/alpha/cluster', 'services/beta/cluster', 'modules/network', 'x/composed']
    expect(give(inOne(...paths), existing)).toEqual([
      ...['cluster', 'beta-cluster', 'infra-network', 'infra-composed'],
    ])
  })

  it.each(['deprecated', 'archive', 'legacy', '_old'])(
    'never gives a good name to a module in %s/',
    (folder) => {
      const retired = `${folder}/network`
      const said = `${folder.replace('_', '')}-network`
      expect(give(inOne(retired))).toEqual([said])
      expect(give(inOne(retired, 'modules/network'))).toEqual([said, 'network'])
      expect(give(inOne(`modules/${folder}/a/network`))).toEqual([`${folder.replace('_', '')}-a-network`])
    },
  )

  it('keeps what a folder for deprecated modules says beside that', () => {
    const paths = ['modules/__experimental_deprecated/network', 'modules/network', 'old-town/network-a']
    expect(give(inOne(...paths))).toEqual(['experimental-deprecated-network', 'network', 'network-a'])
  })

  it('prefixes a generic folder name with its parent or the repository', () => {
    expect(give(inOne('payments/resources', 'risk/resources', 'terraform'))).toEqual([
      ...['payments-resources', 'risk-resources', 'infra-terraform'],
    ])
  })

  it('leaves out folders between that say nothing, as far as the names stay different', () => {
    const paths = ['alpha/modules/cluster', 'beta/modules/cluster', 'beta/cluster', 'gamma/modules/vpc']
    expect(give(inOne(...paths))).toEqual(['alpha-cluster', 'beta-modules-cluster', 'beta-cluster', 'vpc'])
  })

  it('recognises folders that say nothing by how often they are the only one of their parent', () => {
    const teams = ['payments', 'risk', 'fraud', 'cards']
    const paths = teams.flatMap((team) => [`${team}/live/network`, `${team}/live/database`])
    expect(give(inOne(...paths, 'cards/live'))).toEqual([
      ...teams.flatMap((team) => [`${team}-network`, `${team}-database`]),
      'cards-live',
    ])
    expect(give(inOne('a/dev/x', 'a/prod/x', 'b/dev/x', 'b/prod/x'))).toEqual([
      ...['a-dev-x', 'a-prod-x', 'b-dev-x', 'b-prod-x'],
    ])
  })

  it('gives hundreds of modules in folders of the same name readable names', () => {
    const paths = Array.from({ length: 697 }, (_, index) => `namespaces/live/team-${index}/resources`)
    expect(give(inOne(...paths))).toEqual(paths.map((_, index) => `team-${index}-resources`))
  })

  it('numbers nothing: where all words are taken, the end of the name is made of the place', () => {
    const taken: Existing = ['vpc', 'infra-vpc'].map((name) => [name, undefined] as const)
    const [name] = give(inOne('vpc'), taken)
    expect(name).toMatch(/^vpc-[a-z0-9]{6}$/)
    expect(give(inOne('vpc'), taken)).toEqual([name])
  })

  it('gives a moved module the name that it had', () => {
    const [from, to] = inOne('network', 'modules/vpc') as [ModuleOrigin, ModuleOrigin]
    const names = new BlueprintNames([['network', from]])
    names.move(from, to)
    names.give([to])
    expect(names.find(to)).toBe('network')
  })

  it('gives different names to different modules, always safe ones, whatever their order', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('network', 'Network', 'net work', '', '.', 'é', 'e', 'nul', 'a/network', 'old/network'),
    )
    const origin = fc.record({ store: text, path: text })
    const key = ({ store, path }: ModuleOrigin) => JSON.stringify([store, path])
    fc.assert(
      fc.property(fc.uniqueArray(origin, { selector: key }), (origins) => {
        const given = give(origins) as readonly string[]
        expect(new Set(given).size).toBe(origins.length)
        expect(give(origins.toReversed())).toEqual(given.toReversed())
        for (const name of given) {
          expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
          expect(name.length).toBeLessThanOrEqual(100)
        }
        const existing = given.map((name, index) => [name, origins[index]] as const)
        expect(give(origins.toReversed(), existing)).toEqual(given.toReversed())
      }),
    )
  })
})
