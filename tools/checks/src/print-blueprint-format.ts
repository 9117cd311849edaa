import { allFilters, blueprintJsonSchema, reservedNames, ruleGroups } from '@groundplan/blueprint'
import { format, resolveConfig } from 'prettier'
import { ruleSections, SchemaTables, type Schema } from './schema-tables.ts'

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

A blueprint is a YAML file that describes an environment you can launch: the inputs to fill in, the Terraform to run with them, and
the outputs. The format is based on version 2 of Quali Torque's, and adds typed inputs and validation rules.

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

The first line enables completion, documentation and validation in editors that use the YAML language server. To get the schema,
run \`groundplan blueprint schema\` or download \`/schemas/blueprint.v2.json\` from a running server. Its \`$id\` is
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
    'An input without a default is required, unless it is `optional`. All keys are optional: `name:` alone declares a required string.',
    '### Validation rules',
    [
      'Put rules for the value of an input next to its other keys, rules for nested values under `constraints` by path, and',
      'combinations in `all-of`, `any-of` and `not`. Null passes every rule except `not-null`.',
    ].join('\n'),
    schema.keyTable(input, isRule),
    schema.section('`outputs.<name>`', schema.at('outputs', '*')),
    schema.section('`grains.<name>`', terraform),
    `Grains of other tools (${kinds.map((kind) => `\`${kind}\``).join(', ')}) are preserved but not launched.`,
    schema.section('`grains.<name>.spec`', schema.propertiesOf(terraform)['spec']),
    schema.section(
      '`grains.<name>.spec.source`',
      schema.propertiesOf(schema.propertiesOf(terraform)['spec'])['source'],
    ),
    'Set at most one of `commit`, `branch` and `tag`. Quote a commit that consists of digits only.',
    schema.section(
      '`grains.<name>.spec.providers.<name>`',
      schema.propertiesOf(schema.propertiesOf(terraform)['spec'])['providers']
        ?.additionalProperties as Schema,
    ),
    providersText,
    schema.section(
      '`customization.launch-form.sections[]`',
      schema.at('customization', 'launch-form', 'sections', '*'),
    ),
    'Fields without a section come first.',
  ].join('\n\n')
}

const providersText = `Reusable modules get the configurations of their providers from whoever calls them. Each setting is

- a fixed value: \`features: {}\`,
- an input, or a text with expressions: \`region: '{{ .inputs.region }}'\`, or
- from the space: listed in \`from-space\`, or not mentioned at all.

\`\`\`yaml
providers:
  aws:
    from-space: [region]
  aws.replica:
    settings:
      region: '{{ .inputs.aws_replica_region }}'
      default_tags: { tags: { Purpose: replica } }
\`\`\`

The settings that a space has for a provider apply to all its configurations. Those of the blueprint take precedence; maps such as
default tags are merged. A launch is refused if the space lacks a setting of \`from-space\`. Credentials are no settings: Terraform
gets them from the environment that it runs in.

Groundplan runs a reusable module in a generated root module that configures the providers, calls the module as \`main\` and passes its
outputs on. A module that configures its providers itself runs in place; the settings override its own.

Values of \`ephemeral\` inputs, and of secrets, are passed to Terraform as environment variables.

The values of a launch always count: before a module runs in place, Groundplan removes the same variables from its
\`terraform.tfvars\` and \`*.auto.tfvars\` files in the run's copy of the repository. Variables that the launch gives no value keep
the value of those files.`

const expressionsText = `## Expressions

You can use [Liquid](https://shopify.github.io/liquid/) expressions in outputs, labels and everything under a grain's \`spec\`.

- A value that is exactly one \`{{ … }}\` keeps its type: a number stays a number, a list stays a list. Any other value becomes a
  string, with lists and maps as JSON.
- The leading dot is optional.
- A name that doesn't exist is an error, never an empty value.
- Quote expressions: without quotes, YAML reads \`{{ … }}\` as a map.

| expression                                | meaning                                                     |
| ----------------------------------------- | ----------------------------------------------------------- |
| \`{{ .inputs.name }}\`                      | an input; null if it is empty                           |
| \`{{ .inputs["My Name"] }}\`                | an input with special characters in its name; \`.inputs.["My Name"]\` is the same   |
| \`{{ .grains.db.outputs.endpoint }}\`       | an output of a grain that this one depends on               |
| \`{{ .grains.db.outputs }}\`                | all outputs of a grain                                             |
| \`{{ .grains.db.is_active }}\`              | false if the grain was skipped                              |
| \`{{ .params.name }}\`                      | a value from the parameter store                              |
| \`{% if .inputs.a == "x" %}…{% endif %}\`   | a condition; also \`unless\`, \`case\`, \`for\`, \`assign\`, \`capture\` |

Expressions can't read files (\`include\`, \`render\`, \`layout\`), and fail if they take too long or use too much memory.`

function listsText(): string {
  const list = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')
  return [
    `Built-in variables, in any case: ${list(reservedNames)}.`,
    `Filters: ${list([...allFilters].sort())}. Filters that calculate refuse numbers that they would have to round.`,
  ].join('\n\n')
}

function rulesText(): string {
  return [
    '## Validate blueprints',
    '`groundplan blueprint validate` reports all findings at once.',
    ruleSections(ruleGroups),
  ].join('\n\n')
}

const checkingText = `The rules for modules need a checkout of each repository: pass \`--repository NAME=FOLDER\`, where NAME is the \`store\` of the source.

## Validate in CI

\`\`\`sh
groundplan blueprint validate blueprints/ --fail-on warning
groundplan blueprint validate blueprints/ --format sarif --output findings.sarif   # code hosts show findings next to the lines
groundplan blueprint validate blueprints/ --format junit --output findings.xml     # CI systems show findings as tests
\`\`\`

| exit code | meaning                                           |
| --------- | ------------------------------------------------- |
| 0         | no findings at the \`--fail-on\` severity or above |
| 1         | findings                                          |
| 2         | invalid usage                                     |`
