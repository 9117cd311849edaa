import type { PathSelection } from '@groundplan/scm'
import { resolveLocalSource, type TerraformModule } from '@groundplan/terraform-module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleDirectories, isWithin } from './discover-modules.ts'
import { selectModulePaths } from './module-closure.ts'

function module(path: string, ...sources: readonly (string | undefined)[]): TerraformModule {
  const position = { file: 'main.tf' }
  return {
    path,
    readme: { title: undefined, summary: undefined },
    variables: [],
    outputs: [],
    locals: [],
    resources: [],
    uses: [],
    moduleCalls: sources.map((source, index) => ({
      name: `m${index}`,
      source,
      version: undefined,
      isRepeated: false,
      providers: [],
      arguments: [],
      position,
    })),
    requiredTerraform: [],
    requiredProviders: [],
    providerConfigurations: [],
    backend: undefined,
    dialect: 'terraform',
    valueFiles: [],
    refactorings: [],
    checks: [],
    calledTerraform: [],
    calledProviders: [],
    moduleOutputs: [],
    faults: [],
    diagnostics: [],
  }
}

function selectAll(...given: Parameters<typeof selectModulePaths>): PathSelection {
  const selection = selectModulePaths(...given)
  if (selection === undefined) throw new Error('no selection')
  return selection
}

function select(path: string, modules: readonly TerraformModule[]) {
  const byPath = new Map(modules.map((each) => [each.path, each]))
  const own = byPath.get(path)
  if (own === undefined) throw new Error(`no module ${path}`)
  const { include, exclude } = selectAll(own, { modules: byPath, directories: [...byPath.keys()].sort() })
  const always = /(?:^|\/)(?:examples?|tests?|CODEOWNERS|\.groundplan)$/
  return { include, exclude: exclude.filter((each) => !always.test(each)) }
}

describe('selectModulePaths', () => {
  it('selects a module and everything it calls, directly or indirectly, in any direction', () => {
    const modules = [
      module('stacks/web', '../../modules/service', './local'),
      module('stacks/web/local'),
      module('modules/service', '../network'),
      module('modules/network'),
      module('modules/other'),
    ]
    expect(select('stacks/web', modules)).toEqual({
      include: ['modules/network', 'modules/service', 'stacks/web', 'stacks/web/local'],
      exclude: [],
    })
  })

  it('leaves out modules below that are not called', () => {
    const modules = [module('.', './a'), module('a'), module('a/nested'), module('b')]
    expect(select('.', modules)).toEqual({ include: ['.', 'a'], exclude: ['a/nested', 'b'] })
  })

  it('leaves out what tells the generator how to write, which is no part of the module at the root', () => {
    const root = module('.')
    const { exclude } = selectAll(root, { modules: new Map([['.', root]]), directories: ['.'] })
    expect(exclude).toEqual(expect.arrayContaining(['.groundplan', 'CODEOWNERS', '.github/CODEOWNERS']))
    const below = module('modules/a')
    const options = { modules: new Map([['modules/a', below]]), directories: [] }
    expect(selectAll(below, options).exclude).not.toContain('.groundplan')
  })

  it('leaves out examples and tests, unless they are called', () => {
    const modules = [
      module('x', './tests/setup', './examples'),
      module('x/tests/setup'),
      module('x/examples'),
    ]
    const { exclude } = selectAll(modules[0] ?? module('x'), {
      modules: new Map(modules.map((each) => [each.path, each])),
      directories: [],
    })
    expect(exclude).toContain('x/test')
    expect(exclude).not.toContain('x/tests')
    expect(exclude).not.toContain('x/examples')
  })

  it('never leaves out a called module together with one around it', () => {
    const modules = [module('.', './a/b'), module('a'), module('a/b')]
    expect(select('.', modules)).toEqual({ include: ['.', 'a/b'], exclude: [] })
  })

  it('comes to an end where modules call each other', () => {
    const modules = [module('a', '../b'), module('b', '../a', '../b')]
    expect(select('a', modules)).toEqual({ include: ['a', 'b'], exclude: [] })
  })

  it('ignores other repositories, registries and paths outside', () => {
    const sources = [
      'terraform-aws-modules/vpc/aws',
      'git::https://x/y',
      '../../outside',
      '/etc',
      '.hidden',
      undefined,
    ]
    expect(select('a', [module('a', ...sources)]).include).toEqual(['a'])
  })

  it('selects what the definition says, however modules lie in each other', () => {
    const directory = fc.constantFrom(
      '.',
      'a',
      'b',
      'a/a',
      'a/b',
      'a-b',
      'a/b/c',
      'a/examples',
      'a/test/x',
      'b/c/d',
    )
    const source = fc.constantFrom('./a', './b', '../a', '../b', '..', '../..', './examples', '../../b/c/d')
    const drawn = fc.uniqueArray(fc.tuple(directory, fc.array(source, { maxLength: 3 })), {
      selector: ([path]) => path,
      minLength: 1,
    })
    fc.assert(
      fc.property(drawn, (given) => {
        const modules = new Map(given.map(([path, sources]) => [path, module(path, ...sources)] as const))
        const directories = [...modules.keys()].sort()
        for (const own of modules.values()) {
          const { include, exclude } = selectAll(own, { modules, directories })
          expect(include).toEqual([...new Set(closure(own.path, modules))].sort())
          const isOwn = (path: string) => include.some((each) => isWithin(path, each))
          const others = directories.filter((path) => !include.includes(path) && isOwn(path))
          const examples = include.flatMap((path) =>
            [...exampleDirectories].map((name) => (path === '.' ? name : `${path}/${name}`)),
          )
          const expected = [...others, ...examples].filter(
            (path) => !include.some((each) => isWithin(each, path)),
          )
          expect(exclude.filter((path) => !/CODEOWNERS|groundplan/.test(path))).toEqual(
            [...new Set(expected)].sort(),
          )
        }
      }),
    )
  })

  it('gives up where it takes more paths than the limit', () => {
    const modules = new Map(['.', 'a', 'b'].map((path) => [path, module(path)] as const))
    const directories = [...modules.keys()]
    expect(selectModulePaths(module('.'), { modules, directories, limit: 20 })).toBeDefined()
    expect(selectModulePaths(module('.'), { modules, directories, limit: 2 })).toBeUndefined()
    const chain = module('.', './a', './b')
    const options = { modules: new Map([['.', chain]]), directories: [], limit: 2 }
    expect(selectModulePaths(chain, options)).toBeUndefined()
  })

  it('takes the files that links of it and of what it calls lead to, and nothing else of their directories', () => {
    const modules = new Map([['a', module('a', '../b')] as const, ['b', module('b')] as const])
    const linked = new Map([
      ['a', ['common/x.tf']],
      ['b', ['other/y.tf']],
      ['c', ['other/z.tf']],
    ])
    const { include, exclude } = selectAll(module('a'), {
      ...{ modules, linked },
      directories: ['a', 'b', 'common', 'other'],
    })
    expect(include).toEqual(['a', 'b', 'common/x.tf', 'other/y.tf'])
    expect(exclude.filter((path) => !/^[ab]\//.test(path))).toEqual([])
  })
})

function closure(
  path: string,
  modules: ReadonlyMap<string, TerraformModule>,
  seen = new Set<string>(),
): readonly string[] {
  if (seen.has(path)) return []
  seen.add(path)
  const targets = (modules.get(path)?.moduleCalls ?? []).flatMap(
    ({ source }) => resolveLocalSource(path, source) ?? [],
  )
  return [path, ...targets.flatMap((target) => closure(target, modules, seen))]
}
