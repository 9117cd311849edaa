import { describe, expect, it, test } from 'vitest'
import { compareModules } from './compare-modules.ts'
import { compare, versionOf, type Files } from './compare-modules.fixture.ts'

const vpc = (rest: string) => `resource "aws_vpc" "this" {\n${rest}\n}\n`

describe('resources of environments', () => {
  test.each<[name: string, before: Files, after: Files, changes: readonly string[]]>([
    ['removed', vpc(''), '', ['resource-removed aws_vpc.this']],
    ['added', '', vpc(''), ['resource-added aws_vpc.this']],
    [
      'renamed without a moved block',
      vpc(''),
      'resource "aws_vpc" "main" {}\n',
      ['resource-removed aws_vpc.this', 'resource-added aws_vpc.main'],
    ],
    [
      'moved, with everything that refers to it',
      `${vpc('cidr_block = "10.0.0.0/8"')}output "id" {\n  value = aws_vpc.this.id\n}\n`,
      `resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/8"\n}\noutput "id" {\n  value = aws_vpc.main.id\n}\nmoved {\n  from = aws_vpc.this\n  to   = aws_vpc.main\n}\n`,
      ['resource-moved aws_vpc.main'],
    ],
    [
      'moved twice',
      vpc(''),
      'resource "aws_vpc" "c" {}\nmoved {\n  from = aws_vpc.this\n  to   = aws_vpc.b\n}\nmoved {\n  from = aws_vpc.b\n  to   = aws_vpc.c\n}\n',
      ['resource-moved aws_vpc.c'],
    ],
    [
      'moved, but to nowhere',
      vpc(''),
      'moved {\n  from = aws_vpc.this\n  to   = aws_vpc.main\n}\n',
      ['resource-removed aws_vpc.this'],
    ],
    [
      'the block that moved it gone',
      `${vpc('')}moved {\n  from = aws_vpc.old\n  to = aws_vpc.this\n}\n`,
      vpc(''),
      ['move-removed aws_vpc.this'],
    ],
    [
      'released',
      vpc(''),
      'removed {\n  from = aws_vpc.this\n  lifecycle {\n    destroy = false\n  }\n}\n',
      ['resource-released aws_vpc.this'],
    ],
    [
      'removed on purpose',
      vpc(''),
      'removed {\n  from = aws_vpc.this\n}\n',
      ['resource-removed aws_vpc.this'],
    ],
    ['an argument', vpc('cidr_block = "a"'), vpc('cidr_block = "b"'), ['resource-changed aws_vpc.this']],
    ['an argument added', vpc(''), vpc('cidr_block = "b"'), ['resource-changed aws_vpc.this']],
    [
      'an argument in a block',
      vpc('a {\n b = 1\n}'),
      vpc('a {\n b = 2\n}'),
      ['resource-changed aws_vpc.this'],
    ],
    ['an empty block', vpc(''), vpc('a {}'), ['resource-changed aws_vpc.this']],
    [
      'comments, layout and order of arguments',
      vpc('cidr_block = cidrsubnet(var.a, 1, 2)\nb = { x = 1, y = [1, 2] }'),
      vpc(
        'b = {\n  x = 1 # one\n  y = [\n    1,\n    2,\n  ]\n}\n\n  cidr_block = cidrsubnet(\n    var.a,\n 1, 2)',
      ),
      [],
    ],
    ['tags', vpc('tags = { a = 1 }'), vpc('tags = { a = 2 }'), ['resource-tags-changed aws_vpc.this']],
    [
      'settings of Terraform',
      vpc(''),
      vpc('depends_on = [aws_x.y]\ntimeouts {\n  create = "1m"\n}'),
      ['resource-settled aws_vpc.this'],
    ],
    [
      'another provider configuration',
      vpc(''),
      vpc('provider = aws.b'),
      ['resource-provider-changed aws_vpc.this'],
    ],
    ['one of several', vpc(''), vpc('count = 1'), ['resource-settled aws_vpc.this']],
    ['one of none', vpc(''), vpc('count = 0'), ['resource-repeated aws_vpc.this']],
    ['more of them', vpc('count = 2'), vpc('count = 3'), ['resource-settled aws_vpc.this']],
    ['fewer of them', vpc('count = 2'), vpc('count = 1'), ['resource-repeated aws_vpc.this']],
    ['no number any more, of one', vpc('count = 1'), vpc(''), ['resource-settled aws_vpc.this']],
    ['no number any more, of two', vpc('count = 2'), vpc(''), ['resource-repeated aws_vpc.this']],
    [
      'more keys',
      vpc('for_each = toset(["a"])'),
      vpc('for_each = toset(["b", "a"])'),
      ['resource-settled aws_vpc.this'],
    ],
    [
      'fewer keys',
      vpc('for_each = { a = 1, b = 1 }'),
      vpc('for_each = { a = 1 }'),
      ['resource-repeated aws_vpc.this'],
    ],
    [
      'a number of one with another address',
      vpc(''),
      `resource "aws_vpc" "main" {\n  count = 1\n}\nmoved {\n  from = aws_vpc.this\n  to   = aws_vpc.main\n}\n`,
      ['resource-repeated aws_vpc.main', 'resource-moved aws_vpc.main'],
    ],
    ['a computed number', vpc(''), vpc('count = var.on ? 1 : 0'), ['resource-repeated aws_vpc.this']],
    ['by key', vpc(''), vpc('for_each = toset(["a"])'), ['resource-repeated aws_vpc.this']],
    [
      'replaced with others',
      vpc(''),
      vpc('lifecycle {\n replace_triggered_by = [a.b]\n}'),
      ['resource-changed aws_vpc.this'],
    ],
  ])('%s', async (_, before, after, changes) => {
    expect(await compare(before, after)).toEqual(changes)
  })
})

describe('through what a change is seen', () => {
  const app = (local: string) =>
    `locals {\n  a = ${local}\n  b = local.a\n}\n${vpc('cidr_block = local.b')}output "o" {\n  value = [local.b]\n}\n`

  it('is a local, directly or not', async () => {
    const changes = compareModules(await versionOf(app('"x"')), await versionOf(app('"y"')))
    expect(changes).toMatchObject([
      {
        rule: 'resource-changed',
        judged: false,
        message: expect.stringContaining('`cidr_block` through local.b'),
      },
      { rule: 'value-changed', message: 'It uses local.b, which changed.' },
    ])
  })

  it('is a data source', async () => {
    const text = (name: string) =>
      `data "aws_ami" "a" {\n  name = "${name}"\n}\n${vpc('ami = data.aws_ami.a.id')}`
    expect(await compare(text('x'), text('y'))).toEqual(['resource-changed aws_vpc.this'])
  })

  it('ends in circles', async () => {
    const text = (value: string) =>
      `locals {\n  a = [local.b, ${value}]\n  b = local.a\n}\n${vpc('c = local.b')}`
    expect(await compare(text('1'), text('2'))).toEqual(['resource-changed aws_vpc.this'])
  })

  it('is not a local that is written out, or the other way round', async () => {
    const text = (locals: string, value: string) => `locals {\n${locals}\n}\n${vpc(`a = ${value}`)}`
    expect(await compare(text('x = 1\ny = [local.x]', 'local.y'), text('', '[1]'))).toEqual([])
    expect(await compare(text('', '[1]'), text('x = 1\ny = [local.x]', 'local.y'))).toEqual([])
    expect(await compare(text('x = 1', '[1]'), text('x = 2', '[local.x]'))).toEqual([
      'resource-changed aws_vpc.this',
    ])
    expect(await compare(text('x = 1', '[local.x]'), text('x = 2', '[1]'))).toEqual([])
    expect(await compare(text('x = [local.x]', 'local.x'), text('x = [local.x, 1]', 'local.x'))).toEqual([
      'resource-changed aws_vpc.this',
    ])
  })

  it('is a data source behind another local', async () => {
    const text = (name: string, local: string) =>
      `data "aws_ami" "a" {\n  name = "${name}"\n}\nlocals {\n  ${local} = data.aws_ami.a.id\n}\n${vpc(`ami = local.${local}`)}`
    expect(await compare(text('x', 'a'), text('x', 'b'))).toEqual([])
    expect(await compare(text('x', 'a'), text('y', 'b'))).toEqual(['resource-changed aws_vpc.this'])
  })

  it('is a resource that only holds a value', async () => {
    const text = (value: string) =>
      `resource "terraform_data" "a" {\n  input = ${value}\n}\n${vpc('ami = terraform_data.a.output')}`
    expect(await compare(text('1'), text('2'))).toEqual([
      'resource-changed aws_vpc.this',
      'resource-updated terraform_data.a',
    ])
  })

  it('is a resource for which a called module waits before it reads', async () => {
    const files = (value: string) => ({
      'main.tf': `resource "terraform_data" "a" {\n  input = ${value}\n}\nmodule "m" {\n  source = "./m"\n  depends_on = [terraform_data.a]\n}\n`,
      'm/main.tf': `data "aws_ami" "a" {}\n${vpc('ami = data.aws_ami.a.id')}`,
    })
    expect(await compare(files('1'), files('2'))).toEqual([
      'resource-changed module.m.aws_vpc.this',
      'resource-updated terraform_data.a',
    ])
  })

  it('is not a local that nothing uses', async () => {
    expect(await compare(`locals {\n a = 1\n}\n${vpc('')}`, `locals {\n a = 2\n}\n${vpc('')}`)).toEqual([])
  })
})

it('a version that cannot be read is not known to be harmless', async () => {
  expect(await compare(vpc(''), `${vpc('')}resource "a" {`)).toContain('not-compared module')
})

it('breaking changes come first', async () => {
  const changes = compareModules(await versionOf(vpc('')), await versionOf('resource "aws_vpc" "b" {}\n'))
  expect(changes.map(({ level }) => level)).toEqual(['breaking', 'feature'])
})

it('the same version has no changes', async () => {
  const files = `${vpc('a = [for x in var.y : x if x != ""]')}locals {\n  a = "x\${var.y}"\n}\n`
  expect(await compare(files, files)).toEqual([])
})
