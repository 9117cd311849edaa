import type { TerraformModule } from '@groundplan/terraform-module'
import { describe, expect, it } from 'vitest'
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
    moduleCalls: sources.map((source, index) => ({
      name: `m${index}`,
      source,
      version: undefined,
      arguments: [],
      position,
    })),
    requiredTerraform: [],
    requiredProviders: [],
    providerConfigurations: [],
    backend: undefined,
    refactorings: [],
    checks: [],
    diagnostics: [],
  }
}

function select(path: string, modules: readonly TerraformModule[]) {
  const byPath = new Map(modules.map((each) => [each.path, each]))
  const own = byPath.get(path)
  if (own === undefined) throw new Error(`no module ${path}`)
  const { include, exclude } = selectModulePaths(own, byPath, [...byPath.keys()])
  const always = /(?:^|\/)(?:examples?|tests?|CODEOWNERS|\.groundplan)$/
  return { include, exclude: exclude.filter((each) => !always.test(each)) }
}

describe('selectModulePaths', () => {
  it('takes a module and what it calls, directly or not, down and up', () => {
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
    const { exclude } = selectModulePaths(root, new Map([['.', root]]), ['.'])
    expect(exclude).toEqual(expect.arrayContaining(['.groundplan', 'CODEOWNERS', '.github/CODEOWNERS']))
    const below = module('modules/a')
    expect(selectModulePaths(below, new Map([['modules/a', below]]), []).exclude).not.toContain('.groundplan')
  })

  it('leaves out examples and tests, unless they are called', () => {
    const modules = [
      module('x', './tests/setup', './examples'),
      module('x/tests/setup'),
      module('x/examples'),
    ]
    const { exclude } = selectModulePaths(
      modules[0] ?? module('x'),
      new Map(modules.map((each) => [each.path, each])),
      [],
    )
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

  it('does not care about other repositories, registries and what is outside', () => {
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
})
