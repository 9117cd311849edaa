import type { Json, ObjectType, TerraformType } from './terraform-type.ts'

/** The part of JSON Schema (draft-07) that we write. */
export interface JsonSchema {
  readonly $schema?: string
  readonly $id?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly default?: Json
  readonly enum?: readonly Json[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly items?: JsonSchema | readonly JsonSchema[]
  readonly additionalItems?: boolean
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly writeOnly?: boolean
}

/** JSON Schema of the values that Terraform converts to this type without loss. */
export function toJsonSchema(type: TerraformType): JsonSchema {
  switch (type.kind) {
    case 'string':
    case 'number':
      return { type: type.kind }
    case 'bool':
      return { type: 'boolean' }
    case 'any':
      return {}
    case 'list':
      return { type: 'array', items: toJsonSchema(type.element) }
    case 'set':
      return { type: 'array', items: toJsonSchema(type.element), uniqueItems: true }
    case 'map':
      return { type: 'object', additionalProperties: anyAsTrue(toJsonSchema(type.element)) }
    case 'tuple':
      return tupleSchema(type.elements)
    case 'object':
      return objectSchema(type)
  }
}

function tupleSchema(elements: readonly TerraformType[]): JsonSchema {
  return {
    type: 'array',
    // Draft-07 does not allow an empty list of items.
    ...(elements.length === 0 ? {} : { items: elements.map(toJsonSchema), additionalItems: false }),
    minItems: elements.length,
    maxItems: elements.length,
  }
}

function objectSchema({ attributes }: ObjectType): JsonSchema {
  const properties = attributes.map((attribute) => {
    const schema = toJsonSchema(attribute.type)
    const value = attribute.default
    return [
      attribute.name,
      value === undefined || value === null ? schema : { ...schema, default: value },
    ] as const
  })
  const required = attributes.filter((attribute) => !attribute.optional).map((attribute) => attribute.name)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  }
}

function anyAsTrue(schema: JsonSchema): JsonSchema | boolean {
  return Object.keys(schema).length === 0 ? true : schema
}
