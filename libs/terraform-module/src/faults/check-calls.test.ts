import { expect, it, test } from 'vitest'
import { assessLaunch } from '../launch/assess-launch.ts'
import { readModule } from '../read-module.ts'
import { checkCalls } from './check-calls.ts'

/** Assesses the module in `app`, whose calls lead to the other folders. */
async function assess(texts: Readonly<Record<string, string>>, terraform?: string) {
  const modules = new Map(
    await Promise.all(
      Object.entries(texts).map(async ([path, text]) => {
        const files = [{ path: `${path}/main.tf`, bytes: new TextEncoder().encode(text) }]
        return [path, await readModule({ path, files })] as const
      }),
    ),
  )
  const app = modules.get('app') ?? (await readModule({ path: 'app', files: [] }))
  const checked = { ...app, ...checkCalls(app, (path) => modules.get(path)) }
  const { verdict, reasons } = assessLaunch(checked, { terraform })
  return { verdict, messages: reasons.map(({ message }) => message) }
}

const call = (body = '') => `module "db" {\n  source = "../db"\n  ${body}\n}\n`

// Each is what `terraform validate` 1.11 rejects, but for secrets, which only a plan rejects.
test.each([
  ['variable "a" {}', call(), 'does not set "a"'],
  ['', call('b = 1'), 'sets "b", which the called module does not declare'],
  ['variable "a" {\n  type = number\n}', call('a = "x"'), 'does not have the type number'],
  ['output "a" {\n  value = var.missing\n}', call(), 'leads to a module that Terraform rejects'],
  ['', `${call()}output "o" {\n  value = module.db.a\n}\n`, 'has no output "a"'],
  [
    'terraform {\n  required_providers {\n    aws = {\n      configuration_aliases = [aws.b]\n    }\n  }\n}',
    call(),
    'does not pass the provider configuration aws.b',
  ],
  ['provider "aws" {\n  region = "x"\n}', call('count = 2'), 'configures its own providers'],
  ['terraform {\n  required_version = ">= 99.0"\n}', call(), 'newer than any release'],
])('the called module %j: %j is not launchable', async (db, app, message) => {
  const { verdict, messages } = await assess({ app, db })
  expect(verdict).toBe('not-launchable')
  expect(messages).toEqual([expect.stringContaining(message)])
})

const output = 'output "o" {\n  value = module.db.a\n}\n'

test.each([
  ['declared so', 'output "a" {\n  value = 1\n  sensitive = true\n}', call()],
  [
    'from its own variable',
    'variable "s" {\n  default = 1\n  sensitive = true\n}\noutput "a" {\n  value = var.s\n}',
    call(),
  ],
  [
    'handed back',
    'variable "s" {}\noutput "a" {\n  value = "x${var.s}"\n}',
    `variable "p" {\n  sensitive = true\n}\n${call('s = var.p')}`,
  ],
])('an output shows a secret of a called module: %s', async (_, db, app) => {
  const { verdict, messages } = await assess({ app: `${app}${output}`, db })
  expect(verdict).toBe('needs-settings')
  expect(messages).toEqual([
    'Output "o" contains module.db.a, which is secret. Declare the output as sensitive.',
  ])
})

it('accepts calls that fit', async () => {
  const db =
    'variable "a" {\n  type = list(string)\n}\nvariable "b" {\n  default = 1\n}\noutput "a" {\n  value = var.a\n}'
  const texts = { app: `${call('a = ["x", 1]')}${output}`, db }
  expect(await assess(texts)).toEqual({ verdict: 'launchable', messages: [] })
  expect(
    await assess({
      app: call('for_each = {}\n  a = []') + 'output "o" {\n  value = module.db.key.a\n}\n',
      db,
    }),
  ).toEqual({
    ...{ verdict: 'launchable', messages: [] },
  })
})

it('copes with modules that call each other', async () => {
  const { messages } = await assess({ app: call(), db: 'module "app" {\n  source = "../app"\n}\n' })
  expect(messages).toEqual([expect.stringContaining('it calls itself')])
})

test.each([
  ['>= 1.5', '= 1.11.4', []],
  ['~> 0.12.0', '= 1.11.4', ['The module requires Terraform "~> 0.12.0", but only "= 1.11.4" is allowed.']],
  ['>= 1.5, < 1.0', undefined, ['No version of Terraform meets the requirement ">= 1.5, < 1.0".']],
  ['~> 0.12.0', undefined, []],
])('Terraform %j where %j is allowed', async (required, allowed, expected) => {
  const app = `terraform {\n  required_version = "${required}"\n}\n`
  expect((await assess({ app }, allowed)).messages).toEqual(expected)
})

const queue = 'resource "aws_sqs_queue" "a" {}\n'
const region = 'The provider aws needs a region, which the module does not configure.'

test.each([
  [{ app: call(), db: queue }, [region]],
  [{ app: `provider "aws" {\n  region = "eu-west-1"\n}\n${call()}`, db: queue }, []],
  [{ app: call(), db: `provider "aws" {\n  region = "eu-west-1"\n}\n${queue}` }, []],
  [{ app: call(), db: 'module "c" {\n  source = "../c"\n}\n', c: queue }, [region]],
  [
    { app: call('providers = {\n    aws = aws.other\n  }'), db: queue },
    ['The module expects its caller to pass the provider configuration aws.other.'],
  ],
  [
    {
      app: `provider "aws" {\n  alias = "other"\n  region = "eu-west-1"\n}\n${call('providers = {\n    aws = aws.other\n  }')}`,
      db: queue,
    },
    [],
  ],
  [
    {
      app: call(),
      db: 'module "c" {\n  source = "../c"\n  providers = {\n    aws = aws.other\n  }\n}\n',
      c: queue,
    },
    [
      'The call "db" leads to a module that Terraform rejects: it uses the provider configuration aws.other, which it does not declare.',
    ],
  ],
])('what called modules expect of providers is part of the verdict: %j', async (texts, messages) => {
  expect((await assess(texts)).messages).toEqual(messages)
})

it('modules that call each other in a circle end the search', async () => {
  const texts = { app: call(), db: `module "app" {\n  source = "../app"\n}\n${queue}` }
  expect((await assess(texts)).messages).toContain(region)
})
