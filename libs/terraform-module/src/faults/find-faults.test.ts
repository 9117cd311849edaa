import { expect, it, test } from 'vitest'
import { readModule } from '../read-module.ts'

async function faultsOf(text: string, file = 'main.tf'): Promise<readonly string[]> {
  const module = await readModule({
    path: '.',
    files: [{ path: file, bytes: new TextEncoder().encode(text) }],
  })
  return module.faults.map(({ message }) => message)
}

const resource = (body: string) => `resource "terraform_data" "a" {\n  ${body}\n}\n`

/** Resources and a call that are repeated, and one of each that is not. */
const repeated =
  resource('count = 1') +
  'resource "terraform_data" "f" {\n  for_each = {}\n}\nresource "terraform_data" "s" {}\n' +
  'data "terraform_remote_state" "d" {\n  count = 1\n  backend = "local"\n}\n' +
  'module "m" {\n  source = "./m"\n  count = 1\n}\n'
const output = (value: string) => `${repeated}output "o" {\n  value = ${value}\n}\n`

// `terraform validate` 1.11 rejects each of them.
test.each([
  [output('terraform_data.a.id'), 'terraform_data.a without a key, but it has "count"'],
  [output('"${resource.terraform_data.a.id}"'), 'terraform_data.a without a key, but it has "count"'],
  [output('try(terraform_data.f.id, null)'), 'terraform_data.f without a key, but it has "for_each"'],
  [output('[terraform_data.a[0].id, terraform_data.a .id]'), 'terraform_data.a without a key'],
  [output('data.terraform_remote_state.d.outputs'), 'data.terraform_remote_state.d without a key'],
  [output('module.m.id'), 'module.m without a key, but it has "count"'],
  [output('terraform_data.s[0].id'), 'terraform_data.s with a key, but it has neither'],
  [output('terraform_data.s["a"]'), 'terraform_data.s with a key, but it has neither'],
  [
    `${repeated}resource "terraform_data" "b" {\n  depends_on = [terraform_data.s.0]\n}\n`,
    'terraform_data.s with a key, but it has neither',
  ],
  [resource('input = "x-${var.b}"'), 'The module refers to var.b, which it does not declare.'],
  [resource('input = t2.micro'), 'The module refers to t2.micro, which it does not declare.'],
  [resource('depends_on = [aws_vpc.b]'), 'The module refers to aws_vpc.b, which it does not declare.'],
  [
    resource('dynamic "x" {\n    for_each = local.b\n    content {\n      y = x.value\n    }\n  }'),
    'The module refers to local.b, which it does not declare.',
  ],
  [
    resource('dynamic "x" {\n    for_each = ["a"]\n    content {\n      y = z.value\n    }\n  }'),
    'The module refers to z.value, which it does not declare.',
  ],
  [resource('input = each.key'), 'The module uses "each" outside a block with "for_each".'],
  [resource('input = self.id'), 'The module uses "self" outside a provisioner or condition.'],
  [resource('input = merge({}, map("a", "b"))'), 'The module calls map(), which Terraform no longer has.'],
  [
    resource('input = "x-${join(",", list("a"))}"'),
    'The module calls list(), which Terraform no longer has.',
  ],
  [resource('count = 1\n  for_each = {}'), 'has both "count" and "for_each"'],
  [resource('input = terraform_data.a.id'), 'refers to itself'],
  [resource('lifecycle {\n    prevent_destruction = true\n  }'), 'has no argument "prevent_destruction"'],
  ['variable "1st" {}\n', '"1st" is not a valid name'],
  ['variable "a" {\n  defualt = 1\n}\n', 'A variable block has no argument "defualt".'],
  ['variable "a" {\n  type = "list"\n}\n', 'is in quotes, as in Terraform 0.11'],
  ['variable "a" {\n  description = upper("x")\n}\n', 'must be a constant'],
  [
    'variable "a" {\n  validation {\n    condition = true\n    error_message = "No."\n  }\n}\n',
    'does not refer to var.a',
  ],
  ['output "a" {}\n', 'needs the argument "value"'],
  ['vairable "a" {}\n', 'does not know vairable blocks'],
  ['module "a" {}\n', 'needs the argument "source"'],
  [
    'locals {\n  a = "x"\n}\nmodule "a" {\n  source = "${local.a}//a"\n}\n',
    'The source of module "a" must be a constant.',
  ],
  [
    'terraform {\n  required_providers {\n    test = { source = "terraform.io/builtin/test" }\n  }\n}\n',
    'Terraform has no built-in provider "test".',
  ],
  ['module "a" {\n  source = "./a"\n  version = "1.0"\n}\n', 'has a version, but its source is a folder'],
  ['locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n', 'The local "a" is declared twice.'],
  ['locals {\n  a = local.b\n  b = [local.a]\n}\n', 'The local "a" depends on itself, through local.b.'],
  ['locals {\n  a = [local.a]\n}\n', 'The local "a" depends on itself.'],
  [
    'resource "terraform_data" "a" {\n  input = local.b\n}\nlocals {\n  b = data.http.c.body\n}\ndata "http" "c" {\n  url = "https://${terraform_data.a.id}"\n}\n',
    'terraform_data.a depends on itself, through local.b, data.http.c.',
  ],
  [
    'resource "terraform_data" "a" {\n  depends_on = [terraform_data.b]\n}\nresource "terraform_data" "b" {\n  lifecycle {\n    precondition {\n      condition = terraform_data.a.id != ""\n      error_message = "No."\n    }\n  }\n}\n',
    'terraform_data.a depends on itself, through terraform_data.b.',
  ],
  ['terraform {\n  backend "s3" {}\n}\nterraform {\n  cloud {}\n}\n', 'The backend is declared twice.'],
  ['terraform {\n  required_version = "latest"\n}\n', '"latest" is not a valid version constraint.'],
  ['provider "aws" {}\nprovider "aws" {}\n', 'The provider configuration aws is declared twice.'],
])('%j is refused', async (text, message) => {
  expect(await faultsOf(text)).toEqual([expect.stringContaining(message)])
})

it('a resource whose type begins with "local" is no local', async () => {
  const files = ['a', 'b'].map((name, index) => {
    return `resource "local_file" "${name}" {\n  content = local_file.${'ba'[index]}.id\n}\n`
  })
  expect(await faultsOf(files.join(''))).toEqual(['local_file.a depends on itself, through local_file.b.'])
})

it.each([
  ...[
    '[terraform_data.a[0].id, terraform_data.a.*.id, terraform_data.a[*].id, terraform_data.a.0.id]',
    '[for a in terraform_data.a : a.id]',
    '[terraform_data.a, length(terraform_data.f), keys(terraform_data.f), values(terraform_data.f)[*].id]',
    'terraform_data.f[keys(terraform_data.f)[0]].id',
    '[for terraform_data in [{ a = { id = 1 } }] : terraform_data.a.id]',
    '[terraform_data.s.id, terraform_data.s[*].id, terraform_data.s[-1], terraform_data.s.output[0]]',
    '[module.m[0].id, module.m[*].id, try(module.m.id, null), one(module.m).id]',
    '[data.terraform_remote_state.d[0].outputs, data.terraform_remote_state.d]',
    '(terraform_data.a).id',
  ].map(output),
  repeated +
    'resource "terraform_data" "b" {\n  lifecycle {\n    replace_triggered_by = [terraform_data.a.id, terraform_data.s[0]]\n  }\n}\n',
  'variable "l" {}\nlocals {\n  a = [for var, local in var.l : local.x]\n  b = { for k, v in { x = 1 } : k => v.y }\n}\n',
  resource(
    'for_each = {}\n  input = each.value.a\n  lifecycle {\n    ignore_changes = [input, output.x]\n  }',
  ),
  resource('provisioner "local-exec" {\n    command = self.id\n    when = destroy\n  }'),
  resource(
    'dynamic "setting" {\n    for_each = []\n    iterator = it\n    content {\n      a = it.value.b\n    }\n  }',
  ),
  // As Terraform itself, which looks only at what it expands.
  ...['[]', 'var.b', 'keys(var.b)'].map(
    (elements) =>
      `variable "b" {}\n${resource(`dynamic "x" {\n    for_each = ${elements}\n    content {\n      y = z.value\n    }\n  }`)}`,
  ),
  resource('input = [path.module, terraform.workspace, resource.terraform_data.b.id]') +
    'resource "terraform_data" "b" {}\n',
  'check "a" {\n  data "terraform_remote_state" "b" {\n    backend = "local"\n  }\n  assert {\n    condition = data.terraform_remote_state.b.outputs.x > 0\n    error_message = "No."\n  }\n}\n',
  'moved {\n  from = aws_vpc.a\n  to = aws_vpc.b\n}\n',
])('%j is accepted', async (text) => {
  expect(await faultsOf(text)).toEqual([])
})

it('only templates refer to anything in JSON syntax', async () => {
  const text = JSON.stringify({
    resource: { terraform_data: { a: { input: ['s3.amazonaws.com', '${var.b}', { x: 'a-${local.c}' }] } } },
    output: { o: { value: '${terraform_data.a.id}', description: 'var.text' } },
  })
  expect(await faultsOf(text, 'main.tf.json')).toEqual([
    'The module refers to var.b, which it does not declare.',
    'The module refers to local.c, which it does not declare.',
  ])
})

it('keys are missed in JSON syntax, too', async () => {
  const text = JSON.stringify({
    resource: { terraform_data: { a: { count: 1 } } },
    output: { o: { value: ['${terraform_data.a[0].id}', '${terraform_data.a.id}'] } },
  })
  expect(await faultsOf(text, 'main.tf.json')).toEqual([
    'The module refers to terraform_data.a without a key, but it has "count".',
  ])
})

it('OpenTofu allows more', async () => {
  expect(await faultsOf('variable "a" {\n  other = 1\n}\n', 'main.tofu')).toEqual([])
})
