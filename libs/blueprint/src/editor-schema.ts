/** Names the schema for good, wherever a copy of it lies. */
const schemaId = 'urn:groundplan:blueprint:v2'

type Schema = Record<string, unknown>

/** What editors offer when somebody begins an input, an output or a grain. */
const snippets: Readonly<Record<string, readonly Schema[]>> = {
  inputs: [
    {
      label: 'input',
      description: 'A field of the launch form',
      body: { '${1:name}': { type: '${2:string}', description: '${3:What it is for.}' } },
    },
    {
      label: 'choice',
      description: 'A field with a few values to choose from',
      body: {
        '${1:name}': {
          type: 'string',
          description: '${2:What it is for.}',
          'allowed-values': ['${3:first}', '${4:second}'],
        },
      },
    },
  ],
  outputs: [
    {
      label: 'output',
      description: 'A value of a grain',
      body: { '${1:name}': { value: "'{{ .grains.${2:grain}.outputs.${3:output} }}'" } },
    },
  ],
  grains: [
    {
      label: 'terraform',
      description: 'A Terraform module at a pinned commit',
      body: {
        '${1:name}': {
          kind: 'terraform',
          spec: {
            source: { store: '${2:repository}', path: '${3:modules/name}', commit: "'${4:commit}'" },
            inputs: [{ '${5:variable}': "'{{ .inputs.${6:input} }}'" }],
            outputs: ['${7:output}'],
          },
        },
      },
    },
  ],
}

/** What is said of each entry, whatever its name is. */
const entries: Readonly<Record<string, string>> = {
  inputs: 'One field of the launch form. Required unless it has a default or is `optional`.',
  outputs: 'One value shown after deployment.',
  grains: 'One deployable unit.',
}

const typeExamples = [
  'string',
  'number',
  'bool',
  'list(string)',
  'map(string)',
  'list(object({ port = number }))',
]

/** The schema with a name of its own and with what only editors look at: snippets, examples, and texts as Markdown. */
export function withEditorHints(schema: Schema): Schema {
  const hinted = mapSchemas(schema, ({ description, ...rest }) =>
    typeof description === 'string' ? { description, markdownDescription: description, ...rest } : rest,
  )
  const properties = hinted['properties'] as Record<string, Schema>
  const withSnippets = Object.entries(properties).map(([key, property]) => [
    key,
    withEntryHints(key, property),
  ])
  const { $schema, ...others } = hinted
  return { $schema, $id: schemaId, ...others, properties: Object.fromEntries(withSnippets) as Schema }
}

function withEntryHints(key: string, property: Schema): Schema {
  const description = entries[key]
  const { additionalProperties } = property
  if (description === undefined || !isSchema(additionalProperties)) return property
  const entry = { description, markdownDescription: description, ...additionalProperties }
  return { ...property, additionalProperties: entry, defaultSnippets: snippets[key] }
}

/** Changes a schema and every schema in it. */
function mapSchemas(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const inside = Object.entries(schema).map(([key, value]) => [key, mapInside(key, value, change)] as const)
  return change(Object.fromEntries(inside))
}

function mapInside(key: string, value: unknown, change: (schema: Schema) => Schema): unknown {
  if (key === 'properties' || key === 'definitions') {
    const named = Object.entries(value as Record<string, Schema>)
    return Object.fromEntries(
      named.map(([name, inner]) => [name, withExamples(name, mapSchemas(inner, change))]),
    )
  }
  if (Array.isArray(value))
    return value.map((item: unknown) => (isSchema(item) ? mapSchemas(item, change) : item))
  return isSchema(value) && key !== 'default' ? mapSchemas(value, change) : value
}

function withExamples(name: string, schema: Schema): Schema {
  return name === 'type' && schema['type'] === 'string' ? { ...schema, examples: typeExamples } : schema
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
