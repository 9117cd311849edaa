type Schema = Record<string, unknown>

/** Editor-only additions to a schema. */
export interface EditorHints {
  /** Stable ID of the schema, independent of where a copy is stored. */
  readonly id: string
  /** Snippets for new entries, by key of the file. */
  readonly snippets: Readonly<Record<string, readonly Schema[]>>
  /** Descriptions of entries with any name, by key of the file. */
  readonly entries: Readonly<Record<string, string>>
  /** Suggested values for strings, by key at any depth. */
  readonly examples: Readonly<Record<string, readonly string[]>>
}

/** Adds an ID and editor hints to the schema: snippets, examples and Markdown descriptions. */
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

/** Transforms a schema and all nested schemas. */
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
