import {
  allFilters,
  blueprintJsonSchema,
  reservedNames,
  ruleGroups,
  type ValidationRule,
} from '@groundplan/blueprint'
import { format, resolveConfig } from 'prettier'

interface Schema {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly definitions?: Readonly<Record<string, Schema>>
}

const root = blueprintJsonSchema() as Schema

/** The reference of the blueprint format, as Markdown: keys from the schema, rules from the catalogue. */
export async function printBlueprintFormat(file: string): Promise<string> {
  const text = [introduction, keysText(), expressionsText, listsText(), rulesText(), checkingText].join(
    '\n\n',
  )
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

const introduction = `# The blueprint format

<!-- Written by \`npm run generated:write\` from libs/blueprint; do not edit by hand. -->

A blueprint is a YAML file that describes what can be launched: fields to fill in, the Terraform that is run with them, and
the values that come out. The format is version 2 of Quali Torque's, with typed inputs and rules on values added.

\`\`\`yaml
# yaml-language-server: $schema=.schema/blueprint.schema.json
spec_version: 2
description: PostgreSQL on Amazon RDS
inputs:
  allocated_storage:
    type: number
    unit: GiB
    default: 20
    minimum: 20
outputs:
  endpoint:
    value: '{{ .grains.rds-postgres.outputs.endpoint }}'
grains:
  rds-postgres:
    kind: terraform
    spec:
      source: { store: platform-modules, path: modules/rds-postgres, commit: 3f1c0de9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3 }
      inputs:
        - allocated_storage: '{{ .inputs.allocated_storage }}'
      outputs: [endpoint]
\`\`\`

The first line lets editors with the YAML language server complete keys, explain them and underline mistakes. The schema comes
from \`groundplan blueprint schema\`, and from a running server at \`/schemas/blueprint.v2.json\`; its name is
\`urn:groundplan:blueprint:v2\`.`

function keysText(): string {
  const rules = propertiesOf(resolve(definition('__schema2')))
  const isRule = (key: string) => Object.hasOwn(rules, key) || key === 'constraints'
  const input = at('inputs', '*')
  const [terraform, foreign] = at('grains', '*').oneOf ?? []
  const kinds = enumOf(propertiesOf(foreign)['kind'])
  return [
    '## Keys',
    section('The file', root),
    section('`metadata`', at('metadata')),
    section('`instructions`', at('instructions')),
    section('`inputs.<name>`', input, (key) => !isRule(key)),
    'An input without a default has to be filled in, unless it is `optional`. It may have nothing at all: `name:` is a text.',
    '### Rules on values',
    [
      'They stand beside the other keys of an input, for its value; under `constraints` by path, for values inside; and in the sets of',
      '`all-of`, `any-of` and `not`. Null passes every rule but `not-null`.',
    ].join('\n'),
    keyTable(input, isRule),
    section('`outputs.<name>`', at('outputs', '*')),
    section('`grains.<name>`', terraform),
    `Grains of other tools (${kinds.map((kind) => `\`${kind}\``).join(', ')}) are kept as they are, and not launched.`,
    section('`grains.<name>.spec`', propertiesOf(terraform)['spec']),
    section('`grains.<name>.spec.source`', propertiesOf(propertiesOf(terraform)['spec'])['source']),
    'One of `commit`, `branch` and `tag`. A commit of digits has to be in quotes.',
    section('`customization.launch-form.sections[]`', at('customization', 'launch-form', 'sections', '*')),
    'Fields of no section come first.',
  ].join('\n\n')
}

const expressionsText = `## Expressions

Outputs, labels and everything under a grain's \`spec\` may hold expressions in [Liquid](https://shopify.github.io/liquid/). A text that
is one \`{{ … }}\` and nothing else gives the value with its type: a number stays a number, a list a list. Any other text gives a
text, in which lists and maps are JSON. The leading dot may be left out. A name that does not exist is an error, never empty.

| expression                                | meaning                                                     |
| ----------------------------------------- | ----------------------------------------------------------- |
| \`{{ .inputs.name }}\`                      | an input; null if it is left empty                           |
| \`{{ .inputs["My Name"] }}\`                | one with an unusual name; \`.inputs.["My Name"]\` is the same   |
| \`{{ .grains.db.outputs.endpoint }}\`       | an output of a grain that \`depends-on\` leads to               |
| \`{{ .grains.db.outputs }}\`                | all its outputs                                             |
| \`{{ .grains.db.is_active }}\`              | false if the grain was skipped                              |
| \`{{ .params.name }}\`                      | a value of the parameter store                              |
| \`{% if .inputs.a == "x" %}…{% endif %}\`   | a condition; also \`unless\`, \`case\`, \`for\`, \`assign\`, \`capture\` |

Expressions cannot read files (\`include\`, \`render\`, \`layout\`), and end with an error if they take too long or too much memory.
Put them in quotes: without, YAML reads \`{{ … }}\` as a map.`

function listsText(): string {
  const list = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')
  return [
    `Facts about the environment, in upper or lower case: ${list(reservedNames)}.`,
    `Filters: ${list([...allFilters].sort())}. Those that calculate refuse numbers that they would round.`,
  ].join('\n\n')
}

function rulesText(): string {
  const groups = Object.entries(ruleGroups).map(([title, rules]) => `### ${title}\n\n${ruleTable(rules)}`)
  return [
    '## What is checked',
    '`groundplan blueprint validate` reports all findings at once.',
    ...groups,
  ].join('\n\n')
}

const checkingText = `The rules on modules need the repositories at hand: \`--repository NAME=FOLDER\`, where NAME is what stands under \`store\`.

## Checking in continuous integration

\`\`\`sh
groundplan blueprint validate blueprints/ --fail-on warning
groundplan blueprint validate blueprints/ --format sarif --output findings.sarif   # shown beside the lines by code hosts
groundplan blueprint validate blueprints/ --format junit --output findings.xml     # shown as tests
\`\`\`

The exit code is 0 without findings that fail, 1 with them, 2 if the command cannot be understood.`

function section(title: string, schema: Schema | undefined, isShown?: (key: string) => boolean): string {
  return `### ${title}\n\n${keyTable(schema, isShown)}`
}

function keyTable(schema: Schema | undefined, isShown: (key: string) => boolean = () => true): string {
  const properties = Object.entries(propertiesOf(schema)).filter(([key]) => isShown(key))
  const required = new Set(objectOf(schema)?.required)
  const rows = properties.map(([key, property]) => {
    const name = required.has(key) ? `\`${key}\` (required)` : `\`${key}\``
    return `| ${name} | ${describeType(property)} | ${cell(resolve(property).description ?? '')} |`
  })
  return ['| key | value | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

function ruleTable(rules: readonly ValidationRule[]): string {
  const rows = rules.map(
    ({ id, severity, description }) => `| \`${id}\` | ${severity} | ${cell(description)} |`,
  )
  return ['| rule | severity | what is wrong |', '| --- | --- | --- |', ...rows].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
}

function describeType(schema: Schema): string {
  const { const: constant, enum: values, type, items, anyOf } = resolve(schema)
  if (constant !== undefined) return `\`${JSON.stringify(constant)}\``
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ')
  if (type === 'array')
    return items?.type === 'object' || items === undefined ? 'list of maps' : `list of ${describeMany(items)}`
  if (typeof type === 'string') return typeNames[type] ?? type
  if (Array.isArray(type)) return type.map((one: string) => typeNames[one] ?? one).join(' or ')
  return anyOf !== undefined && anyOf.length > 3 ? 'anything' : (anyOf ?? []).map(describeType).join(' or ')
}

function describeMany(schema: Schema): string {
  const words = { text: 'texts', map: 'maps', number: 'numbers' } as const
  const name = describeType(schema)
  return name in words
    ? words[name as keyof typeof words]
    : name
        .replace(/\btext\b/, 'texts')
        .replace(/\bmap\b/, 'maps')
        .replace(/\bnumber\b/, 'numbers')
}

/** The schema at a path of keys; `*` is any entry or element. */
function at(...path: readonly string[]): Schema {
  let schema = root
  for (const step of path) {
    const { items, additionalProperties, properties = {} } = objectOf(schema) ?? {}
    const next = step === '*' ? (items ?? additionalProperties) : properties[step]
    if (typeof next !== 'object') throw new Error(`The schema has nothing at ${path.join('.')}.`)
    schema = resolve(next)
  }
  return schema
}

function propertiesOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  return objectOf(schema)?.properties ?? {}
}

/** Of several schemas the one that has keys. */
function objectOf(schema: Schema | undefined): Schema | undefined {
  return schema?.anyOf?.find(({ properties }) => properties !== undefined) ?? schema
}

function enumOf(schema: Schema | undefined): readonly string[] {
  return (schema?.enum ?? []).map(String)
}

function resolve(schema: Schema): Schema {
  const [only] = schema.allOf ?? []
  const target = schema.$ref ?? only?.$ref
  if (target === undefined) return schema
  return {
    ...resolve(definition(target.slice('#/definitions/'.length))),
    ...(schema.description === undefined ? {} : { description: schema.description }),
  }
}

function definition(name: string): Schema {
  const found = root.definitions?.[name]
  if (found === undefined) throw new Error(`The schema defines no ${name}.`)
  return found
}
