/** Where the schemas of a description are put, so that they can refer to each other. */
export const schemaBase = 'https://description.example'

type JsonObject = Readonly<Record<string, unknown>>

/** Words of OpenAPI that are no part of JSON Schema, or that say nothing about what is valid. */
const ignored = new Set([
  'discriminator',
  'xml',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'readOnly',
  'writeOnly',
  'description',
  'title',
  'default',
])

/** Keywords under which schemas stand by a name of their own, which may be any of the words above. */
const namedSchemas = new Set(['properties', 'patternProperties', 'definitions'])

/** A schema of OpenAPI 3.0 or Swagger 2 (https://spec.openapis.org/oas/v3.0.3#schema-object) as JSON Schema; 3.1 stays as it is. */
export function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema)
  if (!isObject(schema)) return schema
  const reference = schema['$ref']
  if (typeof reference === 'string') return allowNull(schema, { $ref: toSchemaId(reference) })
  const entries = Object.entries(schema)
    .filter(([key]) => !ignored.has(key) && !key.startsWith('x-') && key !== 'nullable')
    .map(([key, value]) => [key, convertKeyword(key, value)] as const)
  return allowNull(schema, Object.fromEntries(entries))
}

/** `#/components/schemas/pull-request` → its address among the schemas. */
export function toSchemaId(reference: string): string {
  return reference.startsWith('#/') ? `${schemaBase}${reference.slice(1)}` : reference
}

function convertKeyword(key: string, value: unknown): unknown {
  if (key === 'enum' || key === 'const' || key === 'required' || key === 'type') return value
  if (namedSchemas.has(key) && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJsonSchema(each)]))
  return typeof value === 'object' ? toJsonSchema(value) : value
}

function allowNull(schema: JsonObject, converted: JsonObject): JsonObject {
  const nullable = schema['nullable'] === true || schema['x-nullable'] === true
  return nullable ? { anyOf: [{ type: 'null' }, converted] } : converted
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
