import { allFilters, blueprintJsonSchema, reservedNames, ruleGroups } from '@groundplan/blueprint'
import { format, resolveConfig } from 'prettier'
import { ruleSections, SchemaTables } from './schema-tables.ts'

const schema = new SchemaTables(blueprintJsonSchema())

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
  const rules = schema.propertiesOf(schema.resolve(schema.definition('__schema2')))
  const isRule = (key: string) => Object.hasOwn(rules, key) || key === 'constraints'
  const input = schema.at('inputs', '*')
  const [terraform, foreign] = schema.at('grains', '*').oneOf ?? []
  const kinds = schema.enumOf(schema.propertiesOf(foreign)['kind'])
  return [
    '## Keys',
    schema.section('The file', schema.root),
    schema.section('`metadata`', schema.at('metadata')),
    schema.section('`instructions`', schema.at('instructions')),
    schema.section('`inputs.<name>`', input, (key) => !isRule(key)),
    'An input without a default has to be filled in, unless it is `optional`. It may have nothing at all: `name:` is a text.',
    '### Rules on values',
    [
      'They stand beside the other keys of an input, for its value; under `constraints` by path, for values inside; and in the sets of',
      '`all-of`, `any-of` and `not`. Null passes every rule but `not-null`.',
    ].join('\n'),
    schema.keyTable(input, isRule),
    schema.section('`outputs.<name>`', schema.at('outputs', '*')),
    schema.section('`grains.<name>`', terraform),
    `Grains of other tools (${kinds.map((kind) => `\`${kind}\``).join(', ')}) are kept as they are, and not launched.`,
    schema.section('`grains.<name>.spec`', schema.propertiesOf(terraform)['spec']),
    schema.section(
      '`grains.<name>.spec.source`',
      schema.propertiesOf(schema.propertiesOf(terraform)['spec'])['source'],
    ),
    'One of `commit`, `branch` and `tag`. A commit of digits has to be in quotes.',
    schema.section(
      '`customization.launch-form.sections[]`',
      schema.at('customization', 'launch-form', 'sections', '*'),
    ),
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
  return [
    '## What is checked',
    '`groundplan blueprint validate` reports all findings at once.',
    ruleSections(ruleGroups),
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
