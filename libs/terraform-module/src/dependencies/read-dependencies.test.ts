import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readModule } from '../read-module.ts'
import type { ModuleDependencies } from './module-dependencies.ts'
import { readDependencies } from './read-dependencies.ts'
import { resolveLocalSource } from './resolve-local-source.ts'

async function dependenciesOf(text: string, path = 'stacks/app'): Promise<ModuleDependencies> {
  const files = [{ path: `${path}/main.tf`, bytes: new TextEncoder().encode(text) }]
  return readDependencies(await readModule({ path, files }))
}

const declarations = `
variable "region" {}
variable "name" {}
data "aws_ami" "linux" {}
resource "aws_vpc" "this" {}
resource "aws_instance" "web" { count = 2 }
ephemeral "random_password" "db" {}
module "db" { source = "../db" }
module "net" { source = "../net" }
locals {
  ami    = data.aws_ami.linux.id
  labels = { name = local.prefix, ami = local.ami }
  prefix = "\${var.region}-\${var.name}"
  ring   = [local.link, aws_vpc.this.arn]
  link   = { back = local.ring, own = local.link }
}
`

/** What one expression, as the value of an output, comes from. */
async function originsOf(expression: string): Promise<string> {
  const { outputs } = await dependenciesOf(`${declarations}output "o" {\n  value = ${expression}\n}\n`)
  const [{ resources, moduleOutputs, variables } = { resources: [], moduleOutputs: [], variables: [] }] =
    outputs
  return [
    ...resources,
    ...moduleOutputs.map(({ module, output = '*' }) => `module.${module}.${output}`),
    ...variables.map((name) => `var.${name}`),
  ].join(' ')
}

describe('what an output comes from', () => {
  test.each([
    ['aws_vpc.this.id', 'aws_vpc.this'],
    ['aws_vpc.this', 'aws_vpc.this'],
    ['data.aws_ami.linux.id', 'data.aws_ami.linux'],
    ['ephemeral.random_password.db.result', 'ephemeral.random_password.db'],
    ['aws_instance.web[0].id', 'aws_instance.web'],
    ['aws_instance.web[*].id', 'aws_instance.web'],
    ['[aws_vpc.this.id, aws_vpc.this.arn]', 'aws_vpc.this'],
    ['module.db.endpoint', 'module.db.endpoint'],
    ['module.db["a"].endpoint', 'module.db.endpoint'],
    ['[module.db.endpoint, module.db.port, module.db.endpoint]', 'module.db.endpoint module.db.port'],
    ['module.db', 'module.db.*'],
    ['"${module.db.endpoint}:${var.region}"', 'module.db.endpoint var.region'],
    ['local.prefix', 'var.region var.name'],
    ['local.labels.ami', 'data.aws_ami.linux var.region var.name'],
    ['local.ring', 'aws_vpc.this'],
    ['local.link', 'aws_vpc.this'],
    ['{ for var in [1] : var => var.region }', 'var.region'],
    ['[for module in aws_instance.web : module.id]', 'aws_instance.web'],
    ['[for s in var.name : s.this]', 'var.name'],
    ['"constant"', ''],
    ['each.value + path.module + terraform.workspace + self.id', ''],
    ['var.missing + local.missing + module.missing.x + aws_vpc.missing.id', ''],
    ['local', ''],
  ])('%s: %s', async (expression, expected) => {
    expect(await originsOf(expression)).toBe(expected)
  })

  it('has one entry for each output, in order, also for one without a value', async () => {
    const { outputs } = await dependenciesOf('output "b" { value = var.x }\noutput "a" {}\nvariable "x" {}\n')
    expect(outputs).toEqual([
      { name: 'b', resources: [], moduleOutputs: [], variables: ['x'] },
      { name: 'a', resources: [], moduleOutputs: [], variables: [] },
    ])
  })

  it('copes with a long chain of locals', async () => {
    const chain = Array.from({ length: 5_000 }, (_, index) => `  l${index} = local.l${index + 1}\n`).join('')
    const { outputs } = await dependenciesOf(
      `variable "end" {}\nlocals {\n${chain}  l5000 = var.end\n}\noutput "o" {\n  value = local.l0\n}\n`,
    )
    expect(outputs).toMatchObject([{ variables: ['end'] }])
  })
})

describe('which module calls feed which', () => {
  test.each([
    ['module "app" {\n  url = module.db.url\n}\n', ['db.url > app.url']],
    [
      'module "app" {\n  urls = [module.db.url, module.cache.url]\n}\n',
      ['db.url > app.urls', 'cache.url > app.urls'],
    ],
    ['module "app" {\n  db = module.db\n}\n', ['db.* > app.db']],
    [
      'locals {\n  url = "https://${module.db.url}"\n}\nmodule "app" {\n  url = local.url\n}\n',
      ['db.url > app.url'],
    ],
    ['module "app" {\n  source = "./app"\n  depends_on = [module.db]\n  count = module.db.count\n}\n', []],
    ['module "app" {\n  name = var.name\n}\n', []],
  ])('%s', async (text, expected) => {
    const { flows } = await dependenciesOf(`module "db" {}\nmodule "cache" {}\n${text}`)
    expect(
      flows.map(({ from, to }) => `${from.module}.${from.output ?? '*'} > ${to.module}.${to.argument}`),
    ).toEqual(expected)
  })
})

describe('modules of the same repository', () => {
  it('are those with a path as their source, within the repository', async () => {
    const { localModules } = await dependenciesOf(
      [
        ['near', './near'],
        ['beside', '../db'],
        ['out', '../../../x'],
        ['registry', 'terraform-aws-modules/vpc/aws'],
        ['git', 'git::https://example.com/x.git'],
      ]
        .map(([name, source]) => `module "${name}" {\n  source = "${source}"\n}\n`)
        .join('') + 'module "computed" {\n  source = var.source\n}\nmodule "none" {}\n',
    )
    expect(localModules).toEqual([
      { call: 'near', path: 'stacks/app/near' },
      { call: 'beside', path: 'stacks/db' },
    ])
  })
})

describe('resolveLocalSource', () => {
  it.each([
    ['.', './a', 'a'],
    ['.', '.', '.'],
    ['a/b', '..', 'a'],
    ['a/b', '../..', '.'],
    ['a', './/x///y/./z/..', 'a/x/y'],
    ['a', '../..', undefined],
    ['.', '..', undefined],
    ['a', '../../b', undefined],
    ['a', '.../b', undefined],
    ['a', 'b', undefined],
    ['a', '', undefined],
    ['a', undefined, undefined],
  ])('from %j, %j is %j', (from, source, target) => {
    expect(resolveLocalSource(from, source)).toBe(target)
  })

  it('never leads out of the repository', () => {
    const segments = fc.array(fc.constantFrom('..', '.', 'a', '', '...'), { maxLength: 8 })
    fc.assert(
      fc.property(segments, segments, (from, to) => {
        const start = from.filter((each) => /^a$/.test(each)).join('/') || '.'
        const target = resolveLocalSource(start, `./${to.join('/')}`)
        if (target !== undefined) expect(target.split('/')).not.toContain('..')
        expect(target).not.toBe('')
      }),
    )
  })
})
