import type { Random } from '@groundplan/testing'

/** The texts of a module's files, by name; folders below it with `/`. */
export type ModuleTexts = Readonly<Record<string, string>>

export interface DrawnFault {
  readonly kind: string
  readonly texts: ModuleTexts
}

const addedFile = 'groundplan_fault.tf'

/** Breaks a module in one way. Not every break is one for Terraform: nothing may refer to what is renamed. */
export function drawFault(texts: ModuleTexts, random: Random): DrawnFault {
  const isRename = random.below(3) === 0
  const renamed = isRename ? rename(texts, random) : undefined
  if (renamed !== undefined) return renamed
  const [kind, added] = random.pick(additions)
  const files = typeof added === 'string' ? { [addedFile]: added } : added
  return { kind, texts: { ...texts, ...files } }
}

const declaration = /^[ \t]*(variable|module|resource|data|output)[ \t]+"([\w-]+)"(?:[ \t]+"([\w-]+)")?/gm

/** Renames or repeats a declaration of the module, or drops what is in one of its files. */
function rename(texts: ModuleTexts, random: Random): DrawnFault | undefined {
  const found = Object.entries(texts).flatMap(([file, text]) =>
    file.endsWith('.tf') ? [...text.matchAll(declaration)].map((match) => ({ file, match })) : [],
  )
  if (found.length === 0) return undefined
  const { file, match } = random.pick(found)
  const [header, type = ''] = match
  const text = texts[file] ?? ''
  if (random.below(4) === 0)
    return { kind: `repeated ${type}`, texts: { ...texts, [addedFile]: `${header} {\n}\n` } }
  if (random.below(8) === 0) return { kind: 'lost file', texts: { ...texts, [file]: '' } }
  const changed = `${text.slice(0, match.index)}${header.slice(0, -1)}_renamed"${text.slice(match.index + header.length)}`
  return { kind: `renamed ${type}`, texts: { ...texts, [file]: changed } }
}

const data = (body: string) => `resource "terraform_data" "groundplan_fault" {\n  ${body}\n}\n`
const output = (body: string) => `output "groundplan_fault" {\n  ${body}\n}\n`
const variable = (body: string) => `variable "groundplan_fault" {\n  ${body}\n}\n`
const call = (body: string) => `module "groundplan_fault" {\n  source = "./groundplan_fault"\n  ${body}\n}\n`
const child = (text: string, root: string): ModuleTexts => ({
  'groundplan_fault/main.tf': text,
  [addedFile]: root,
})

/** What is added to a module, by the kind of fault. */
const additions: readonly (readonly [kind: string, added: string | ModuleTexts])[] = [
  ['undeclared variable in an output', output('value = var.groundplan_missing')],
  ['undeclared variable in a resource', data('input = "x-${var.groundplan_missing}"')],
  ['undeclared local in a resource', data('input = { a = [local.groundplan_missing] }')],
  ['undeclared resource', data('input = terraform_data.groundplan_missing.output')],
  ['undeclared resource of no known provider', data('input = nowhere.missing.id')],
  [
    'undeclared resource in a nested block',
    data('provisioner "local-exec" {\n    command = aws_vpc.groundplan_missing.id\n  }'),
  ],
  [
    'repeated resource without a key',
    `${data('count = 1')}${output('value = terraform_data.groundplan_fault.id')}`,
  ],
  [
    'repeated resource without a key in try()',
    `${data('for_each = toset(["a"])')}${output('value = try(terraform_data.groundplan_fault.id, null)')}`,
  ],
  ['key of a single resource', `${data('')}${output('value = terraform_data.groundplan_fault[0].id')}`],
  [
    'repeated call without a key',
    child(
      'output "a" {\n  value = 1\n}\n',
      `${call('count = 1')}${output('value = module.groundplan_fault.a')}`,
    ),
  ],
  ['undeclared resource in depends_on', data('depends_on = [aws_vpc.groundplan_missing]')],
  ['undeclared data source', output('value = data.aws_ami.groundplan_missing.id')],
  ['undeclared module', data('input = module.groundplan_missing.id')],
  [
    'undeclared variable in a condition',
    data(
      'lifecycle {\n    precondition {\n      condition = var.groundplan_missing\n      error_message = "No."\n    }\n  }',
    ),
  ],
  ['undeclared variable in a local', 'locals {\n  groundplan_fault = var.groundplan_missing\n}\n'],
  [
    'undeclared variable in a provider',
    'provider "aws" {\n  alias = "groundplan_fault"\n  region = var.groundplan_missing\n}\n',
  ],
  ['text without quotes', data('input = t2.micro')],
  ['wrong default', variable('type = number\n  default = "abc"')],
  ['wrong default of an object', variable('type = object({ a = string })\n  default = {}')],
  ['wrong default of a list', variable('type = list(number)\n  default = ["x"]')],
  ['wrong default of an attribute', variable('type = object({ a = optional(number, "x") })\n  default = {}')],
  ['null default', variable('nullable = false\n  default = null')],
  ['default that refers to something', variable('default = local.groundplan_fault')],
  ['default that calls a function', variable('default = upper("x")')],
  ['invalid type', variable('type = strin')],
  ['reserved variable', 'variable "count" {\n  default = 1\n}\n'],
  ['reserved variable', 'variable "providers" {\n  default = 1\n}\n'],
  ['invalid name of a variable', 'variable "1st" {\n  default = 1\n}\n'],
  ['invalid name of an output', 'output "a.b" {\n  value = 1\n}\n'],
  ['invalid name of a resource', 'resource "terraform_data" "a b" {\n}\n'],
  ['unknown argument of a variable', variable('defualt = 1')],
  ['unknown argument of an output', output('value = 1\n  colour = "red"')],
  ['unknown block', 'vairable "a" {\n}\n'],
  ['unknown block in a variable', variable('default = 1\n  check {\n  }')],
  ['output without value', output('description = "x"')],
  [
    'local that is declared twice',
    'locals {\n  groundplan_fault = 1\n}\nlocals {\n  groundplan_fault = 2\n}\n',
  ],
  [
    'provider that is configured twice',
    'provider "aws" {\n  alias = "groundplan_fault"\n}\nprovider "aws" {\n  alias = "groundplan_fault"\n}\n',
  ],
  ['two backends', 'terraform {\n  backend "local" {\n  }\n}\nterraform {\n  backend "local" {\n  }\n}\n'],
  ['unknown argument of terraform', 'terraform {\n  minimum_version = "1.0"\n}\n'],
  [
    'secret output of a variable',
    `${variable('default = "x"\n  sensitive = true')}${output('value = var.groundplan_fault')}`,
  ],
  [
    'secret output through a local',
    `${variable('default = "x"\n  sensitive = true')}locals {\n  groundplan_fault = "a${'${var.groundplan_fault}'}"\n}\n${output('value = [local.groundplan_fault]')}`,
  ],
  ['secret output of sensitive()', output('value = sensitive("x")')],
  [
    'secret output of a called module',
    child(
      'output "a" {\n  value = "x"\n  sensitive = true\n}\n',
      `${call('')}${output('value = module.groundplan_fault.a')}`,
    ),
  ],
  [
    'secret output of a called module, unmarked there',
    child(
      'variable "a" {\n  sensitive = true\n  default = "x"\n}\noutput "a" {\n  value = var.a\n}\n',
      `${call('')}${output('value = module.groundplan_fault.a')}`,
    ),
  ],
  [
    'secret that a called module hands back',
    child(
      'variable "a" {\n}\noutput "a" {\n  value = var.a\n}\n',
      `${variable('sensitive = true\n  default = "x"')}${call('a = var.groundplan_fault')}${output('value = module.groundplan_fault.a')}`,
    ),
  ],
  [
    'ephemeral output',
    `${variable('default = "x"\n  ephemeral = true')}${output('value = var.groundplan_fault\n  ephemeral = true')}`,
  ],
  [
    'ephemeral value in an output',
    `${variable('default = "x"\n  ephemeral = true')}${output('value = var.groundplan_fault')}`,
  ],
  [
    'ephemeral value in a resource',
    `${variable('default = "x"\n  ephemeral = true')}${data('input = var.groundplan_fault')}`,
  ],
  ['missing module', 'module "groundplan_fault" {\n  source = "./groundplan_missing"\n}\n'],
  ['module without source', 'module "groundplan_fault" {\n}\n'],
  ['local module with a version', child('output "a" {\n  value = 1\n}\n', call('version = "1.0.0"'))],
  ['call without a required argument', child('variable "a" {\n}\n', call(''))],
  ['call with an unknown argument', child('variable "a" {\n  default = 1\n}\n', call('b = 1'))],
  ['call with a block', child('variable "a" {\n  default = 1\n}\n', call('a {\n  }'))],
  ['call with a wrong value', child('variable "a" {\n  type = number\n}\n', call('a = "x"'))],
  [
    'unknown output of a called module',
    child('output "a" {\n  value = 1\n}\n', `${call('')}${output('value = module.groundplan_fault.b')}`),
  ],
  ['fault in a called module', child('output "a" {\n  value = var.missing\n}\n', call(''))],
  [
    'wrong default in a called module',
    child('variable "a" {\n  type = number\n  default = "x"\n}\n', call('')),
  ],
  [
    'called module that needs an alias',
    child(
      'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      configuration_aliases = [aws.other]\n    }\n  }\n}\n',
      call(''),
    ),
  ],
  [
    'provider in a called module with count',
    child('provider "aws" {\n  region = "eu-west-1"\n}\n', call('count = 1')),
  ],
  [
    'called module that needs a newer Terraform',
    child('terraform {\n  required_version = ">= 99.0"\n}\n', call('')),
  ],
  ['newer Terraform', 'terraform {\n  required_version = ">= 99.0"\n}\n'],
  ['older Terraform', 'terraform {\n  required_version = "~> 0.12.0"\n}\n'],
  ['Terraform that does not exist', 'terraform {\n  required_version = ">= 1.5, < 1.0"\n}\n'],
  ['invalid required version', 'terraform {\n  required_version = "latest"\n}\n'],
  [
    'undeclared alias',
    'resource "aws_sqs_queue" "groundplan_fault" {\n  provider = aws.groundplan_missing\n}\n',
  ],
  [
    'alias that the caller passes',
    'terraform {\n  required_providers {\n    groundplan = {\n      source = "hashicorp/aws"\n      configuration_aliases = [groundplan.other]\n    }\n  }\n}\n',
  ],
  [
    'undeclared alias in a call',
    child(
      'resource "aws_sqs_queue" "a" {\n}\n',
      call('providers = {\n    aws = aws.groundplan_missing\n  }'),
    ),
  ],
  ['unknown function', output('value = uppercase("x")')],
  ['each without for_each', data('input = each.value')],
  ['count without count', data('input = count.index')],
  ['each in an output', output('value = each.key')],
  ['count and for_each', data('count = 1\n  for_each = {}')],
  [
    'circular locals',
    'locals {\n  groundplan_a = local.groundplan_b\n  groundplan_b = local.groundplan_a\n}\n',
  ],
  [
    'circular resources',
    'resource "terraform_data" "groundplan_a" {\n  input = terraform_data.groundplan_b.id\n}\nresource "terraform_data" "groundplan_b" {\n  input = terraform_data.groundplan_a.id\n}\n',
  ],
  ['resource that refers to itself', data('input = terraform_data.groundplan_fault.id')],
  ['unknown argument of lifecycle', data('lifecycle {\n    prevent_destruction = true\n  }')],
  [
    'validation of something else',
    variable('default = 1\n  validation {\n    condition = true\n    error_message = "No."\n  }'),
  ],
  [
    'validation without message',
    variable('default = 1\n  validation {\n    condition = var.groundplan_fault > 0\n  }'),
  ],
  ['description that is computed', `${variable('default = 1\n  description = "a ${upper("x")}"')}`],
  ['missing quote', variable('default = "x')],
  ['missing brace', 'output "groundplan_fault" {\n  value = 1\n'],
  ['argument twice', variable('default = 1\n  default = 2')],
  ['missing label', 'variable {\n}\n'],
  ['module that is moved to nowhere', 'moved {\n  from = terraform_data.a\n}\n'],
]
