import { describe, expect, test } from 'vitest'
import { compare, type Files } from './compare-modules.fixture.ts'

const vpc = (rest: string) => `resource "aws_vpc" "this" {\n${rest}\n}\n`

describe('modules of the same repository', () => {
  const root = (argument: string, rest = '') =>
    `module "db" {\n  source = "./db"\n  size = ${argument}\n${rest}}\noutput "id" {\n  value = module.db.id\n}\n`
  const db = (rest: string) =>
    `variable "size" {}\nresource "aws_db" "a" {\n  size = var.size\n${rest}\n}\noutput "id" {\n  value = aws_db.a.id\n}\noutput "other" {\n  value = 1\n}\n`

  test.each<[name: string, before: Files, after: Files, changes: readonly string[]]>([
    [
      'a resource of theirs',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      { 'main.tf': root('1'), 'db/main.tf': db('name = "x"') },
      ['resource-changed module.db.aws_db.a'],
    ],
    [
      'an argument of the call',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      { 'main.tf': root('2'), 'db/main.tf': db('') },
      ['resource-changed module.db.aws_db.a'],
    ],
    [
      'the number of calls',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      { 'main.tf': root('1', 'count = 1\n'), 'db/main.tf': db('') },
      ['resource-repeated module.db.aws_db.a'],
    ],
    [
      'the providers that it passes',
      { 'main.tf': root('1', 'providers = { aws = aws.a }\n'), 'db/main.tf': db('') },
      { 'main.tf': root('1', 'providers = { aws = aws.b }\n'), 'db/main.tf': db('') },
      ['resource-provider-changed module.db.aws_db.a'],
    ],
    [
      'an output that nobody uses',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      { 'main.tf': root('1'), 'db/main.tf': db('').replace('value = 1', 'value = 2') },
      [],
    ],
    [
      'an output that is passed on',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      { 'main.tf': root('1'), 'db/main.tf': db('').replace('aws_db.a.id', 'aws_db.a.arn') },
      ['value-changed output.id'],
    ],
    [
      'a call that moved',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      {
        'main.tf': `${root('1').replaceAll('"db"', '"base"').replaceAll('module.db', 'module.base')}moved {\n  from = module.db\n  to = module.base\n}\n`,
        'db/main.tf': db(''),
      },
      ['resource-moved module.base.aws_db.a'],
    ],
    [
      'a call with a number that moved',
      { 'main.tf': 'module "db" {\n  source = "./db"\n  size = 1\n  count = 2\n}\n', 'db/main.tf': db('') },
      {
        'main.tf':
          'module "base" {\n  source = "./db"\n  size = 1\n  count = 2\n}\nmoved {\n  from = module.db\n  to = module.base\n}\n',
        'db/main.tf': db(''),
      },
      ['resource-moved module.base.aws_db.a'],
    ],
    [
      'more calls',
      { 'main.tf': root('1', 'count = 1\n').replace('db.id', 'db[0].id'), 'db/main.tf': db('') },
      { 'main.tf': root('1', 'count = 2\n').replace('db.id', 'db[0].id'), 'db/main.tf': db('') },
      ['resource-settled module.db.aws_db.a'],
    ],
    [
      'a call that is gone',
      { 'main.tf': root('1'), 'db/main.tf': db('') },
      { 'main.tf': 'output "id" {\n  value = 1\n}\n', 'db/main.tf': db('') },
      ['resource-removed module.db.aws_db.a', 'value-changed output.id'],
    ],
    [
      'a resource that moved into one',
      vpc(''),
      {
        'main.tf':
          'module "m" {\n  source = "./m"\n}\nmoved {\n  from = aws_vpc.this\n  to = module.m.aws_vpc.a\n}\n',
        'm/main.tf': 'resource "aws_vpc" "a" {}\n',
      },
      ['resource-moved module.m.aws_vpc.a'],
    ],
    [
      'one that calls itself',
      {
        'main.tf': 'module "m" {\n  source = "./m"\n}\n',
        'm/main.tf': 'module "m" {\n  source = "../m"\n}\n',
      },
      {
        'main.tf': 'module "m" {\n  source = "./m"\n}\n',
        'm/main.tf': 'module "m" {\n  source = "../m"\n}\n',
      },
      ['not-compared module'],
    ],
  ])('%s', async (_, before, after, changes) => {
    expect(await compare(before, after)).toEqual(changes)
  })
})

describe('modules from elsewhere', () => {
  const call = (rest: string) => `module "m" {\n${rest}\n}\noutput "o" {\n  value = module.m.id\n}\n`
  test.each<[before: string, after: string, changes: readonly string[]]>([
    [
      'source = "a/b/c"\nversion = "1.0.0"',
      'source = "a/b/c"\nversion = "1.0.1"',
      ['module-version-changed module.m', 'value-changed output.o'],
    ],
    [
      'source = "git::https://x?ref=1"',
      'source = "git::https://x?ref=2"',
      ['module-source-changed module.m', 'value-changed output.o'],
    ],
    [
      'source = "a/b/c"',
      'source = "a/b/c"\nname = "x"',
      ['module-arguments-changed module.m', 'value-changed output.o'],
    ],
    ['source = "a/b/c"', 'source = "a/b/c"', []],
  ])('%s, then %s', async (before, after, changes) => {
    expect(await compare(call(before), call(after))).toEqual(changes)
  })
})
