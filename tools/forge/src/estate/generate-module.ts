import type { Random } from '@groundplan/testing'

/** A Terraform module as it lies in a folder of its own. */
export interface GeneratedModule {
  /** What it is about, in one word. */
  readonly subject: string
  /** Texts by file name. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * A module that looks like public ones: about 5 kB in five files, a seventh of the variables required, a tenth with a validation,
 * a twelfth objects. The same draws give the same bytes.
 */
export function generateModule(random: Random): GeneratedModule {
  const subject = random.pick(domains)
  return { subject, files: moduleFiles(random) }
}

const domains = ['network', 'database', 'queue', 'bucket', 'cluster', 'function', 'gateway', 'monitor']
const nouns = [
  'name',
  'region',
  'subnet',
  'instance',
  'storage',
  'backup',
  'policy',
  'endpoint',
  'zone',
  'replica',
]
const kinds = ['id', 'class', 'size', 'enabled', 'count', 'arn', 'tags', 'mode', 'window', 'type']
const words =
  'the a of and for with which is used to create manage each resource in this module when set value default will be ignored unless enabled'.split(
    ' ',
  )

function moduleFiles(random: Random): Readonly<Record<string, string>> {
  const variables = names(8 + random.below(18), random)
  const resources = names(3 + random.below(8), random)
  return {
    'README.md': `# ${sentence(random, 3)}\n\n${sentence(random, 30)}\n`,
    'variables.tf': variables.map((name) => variable(name, random)).join('\n'),
    'main.tf': `${locals(variables, random)}\n${resources.map((name) => resource(name, variables, random)).join('\n')}`,
    'outputs.tf': resources.map((name) => output(name, random)).join('\n'),
    'versions.tf': versions,
  }
}

const versions = `terraform {
  required_version = ">= 1.5.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}
`

function names(count: number, random: Random): readonly string[] {
  const all = new Set<string>()
  while (all.size < count)
    all.add(`${random.pick(nouns)}_${random.pick(kinds)}${all.size > 40 ? all.size : ''}`)
  return [...all]
}

function sentence(random: Random, length: number): string {
  const text = Array.from({ length }, () => random.pick(words)).join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function variable(name: string, random: Random): string {
  const [type, value] = random.pick(types)
  const lines = [`  description = "${sentence(random, 6 + random.below(14))}."`, `  type        = ${type}`]
  const isNull = random.below(7) > 0 ? random.below(5) === 0 : undefined
  if (isNull !== undefined) lines.push(`  default     = ${isNull ? 'null' : value}`)
  if (random.below(20) === 0 && isNull !== true) lines.push('  nullable    = false')
  if (random.below(10) === 0) lines.push('', validation(name, type))
  return `variable "${name}" {\n${lines.join('\n')}\n}\n`
}

const types: readonly (readonly [type: string, value: string])[] = [
  ...Array.from({ length: 5 }, () => ['string', '"standard"'] as const),
  ...Array.from({ length: 2 }, () => ['bool', 'false'] as const),
  ...Array.from({ length: 2 }, () => ['number', '7'] as const),
  ['list(string)', '[]'],
  ['list(string)', '["eu-central-1a", "eu-central-1b"]'],
  ['map(string)', '{}'],
  ['any', '{}'],
  [
    'map(object({\n    description = optional(string)\n    from_port   = optional(number, 443)\n    protocol    = optional(string, "tcp") # or udp\n    cidr_blocks = list(string)\n  }))',
    '{}',
  ],
  ['object({\n    enabled = bool\n    days    = optional(number, 30)\n  })', '{\n    enabled = false\n  }'],
]

function validation(name: string, type: string): string {
  const conditions: Readonly<Record<string, string>> = {
    string: `contains(["standard", "premium"], var.${name})`,
    number: `var.${name} >= 1 && var.${name} <= 35`,
    'list(string)': `alltrue([for item in var.${name} : can(regex("^[a-z0-9-]+$", item))])`,
  }
  const condition = conditions[type] ?? `var.${name} != null`
  return `  validation {\n    condition     = ${condition}\n    error_message = "The value of ${name} is not accepted."\n  }`
}

function locals(variables: readonly string[], random: Random): string {
  const [first = 'name'] = variables
  return `locals {
  # ${sentence(random, 8)}
  create = var.${first} != null && length(coalesce(var.${first}, "none")) > 0
  tags = merge(
    { for key, value in var.${random.pick(variables)} : key => "\${upper(key)}-\${value}" if value != null },
    { ManagedBy = "terraform" },
  )
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [%{ for index in range(3) ~}{ "Sid": "s\${index}" },%{ endfor ~}]
    }
  EOT
}
`
}

function resource(name: string, variables: readonly string[], random: Random): string {
  const argument = () => `  ${random.pick(nouns)}_${random.below(90)} = ${expression(variables, random)}`
  const list = new Map(
    Array.from({ length: 4 + random.below(8) }, argument).map((line) => [line.split(' =')[0], line]),
  )
  return `################################################################################
# ${sentence(random, 5)}
################################################################################

resource "aws_${random.pick(nouns)}_${random.pick(domains)}" "${name}" {
  count = local.create ? 1 : 0

${[...list.values()].join('\n')}

  dynamic "rule" {
    for_each = { for k, v in var.${random.pick(variables)} : k => v if try(v.enabled, true) }

    content {
      port     = try(rule.value.port, null)
      protocol = lookup(rule.value, "protocol", "-1")
    }
  }

  lifecycle {
    ignore_changes = [tags["LastSeen"], ${random.pick(nouns)}_0]
  }

  tags = merge(var.${random.pick(variables)}, local.tags, { Name = "\${var.${random.pick(variables)}}-${name}" })
}
`
}

function expression(variables: readonly string[], random: Random): string {
  const name = `var.${random.pick(variables)}`
  return random.pick([
    name,
    name,
    `try(${name}[0], null)`,
    `"\${${name}}-\${data.aws_region.current.name}"`,
    `${name} == "" ? null : ${name}`,
    `[for item in ${name} : lower(item) if item != ""]`,
    `flatten([for key, value in ${name} : [for inner in value.list : { key = key, inner = inner }]])`,
    'true',
    `${random.below(65_536)}`,
    `"${sentence(random, 4)}"`,
    `jsonencode({ id = ${name}, list = [1, 2, 3] })`,
  ])
}

function output(name: string, random: Random): string {
  return `output "${name}_arn" {
  description = "${sentence(random, 10)}."
  value       = try(aws_${random.pick(nouns)}_${random.pick(domains)}.${name}[0].arn, null)
}
`
}
