type Schema = Record<string, unknown>

/** What only editors look at. */
export interface EditorHints {
  /** Names the schema for good, wherever a copy of it lies. */
  readonly id: string
  /** What is offered when somebody begins an entry, by key of the file. */
  readonly snippets: Readonly<Record<string, readonly Schema[]>>
  /** What is said of each entry whatever its name is, by key of the file. */
  readonly entries: Readonly<Record<string, string>>
  /** Values that are offered for texts, by key at any depth. */
  readonly examples: Readonly<Record<string, readonly string[]>>
}

/** The schema with a name of its own and with what only editors look at: snippets, examples, and texts as Markdown. */
export function withEditorHints(schema: Schema, hints: EditorHints): Schema {
  const markdown = ({ description, ...rest }: Schema): Schema =>
    typeof description === 'string' ? { description, markdownDescription: description, ...rest } : rest
  const hinted = mapSchemas(schema, markdown, hints.examples)
  const properties = hinted['properties'] as Record<string, Schema>
  const withSnippets = Object.entries(properties).map(([key, property]) => [
    key,
    withEntryHints(key, property, hints),
  ])
  const { $schema, ...others } = hinted
  return { $schema, $id: hints.id, ...others, properties: Object.fromEntries(withSnippets) as Schema }
}

function withEntryHints(key: string, property: Schema, { entries, snippets }: EditorHints): Schema {
  const description = entries[key]
  const defaultSnippets = snippets[key]
  const { additionalProperties } = property
  if (description === undefined || !isSchema(additionalProperties))
    return defaultSnippets === undefined ? property : { ...property, defaultSnippets }
  const entry = { description, markdownDescription: description, ...additionalProperties }
  return { ...property, additionalProperties: entry, defaultSnippets }
}

type Examples = EditorHints['examples']

/** Changes a schema and every schema in it. */
function mapSchemas(schema: Schema, change: (schema: Schema) => Schema, examples: Examples): Schema {
  const inside = Object.entries(schema).map(
    ([key, value]) => [key, mapInside(key, value, change, examples)] as const,
  )
  return change(Object.fromEntries(inside))
}

function mapInside(
  key: string,
  value: unknown,
  change: (schema: Schema) => Schema,
  examples: Examples,
): unknown {
  if (key === 'properties' || key === 'definitions') {
    const named = Object.entries(value as Record<string, Schema>).map(([name, inner]) => {
      const mapped = mapSchemas(inner, change, examples)
      const offered = mapped['type'] === 'string' ? examples[name] : undefined
      return [name, offered === undefined ? mapped : { ...mapped, examples: offered }] as const
    })
    return Object.fromEntries(named)
  }
  if (Array.isArray(value))
    return value.map((item: unknown) => (isSchema(item) ? mapSchemas(item, change, examples) : item))
  return isSchema(value) && key !== 'default' ? mapSchemas(value, change, examples) : value
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
