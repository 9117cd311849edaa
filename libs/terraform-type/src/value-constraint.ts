import type { Json, TerraformType } from './terraform-type.ts'
import type { JsonSchema } from './to-json-schema.ts'

/** A rule on a value, or on values inside it, that JSON Schema can say exactly. Absent (null) values are always allowed. */
export interface ValueConstraint extends ConstraintRules {
  /** Where the rule applies: `''` for the value itself, `[*]` for each element, `.name` for an attribute; e.g. `[*].port`. */
  readonly path: string
}

export interface ConstraintRules {
  readonly allowedValues?: readonly (string | number | boolean)[]
  /** ECMAScript regular expression, unanchored. */
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
}

const step = /^(?:\[\*\]|\.([\p{ID_Start}_][\p{ID_Continue}-]*))/u

/** The steps of a constraint path, or `undefined` if it is not one: `[*].port` gives `['*', 'port']`. */
export function parseConstraintPath(path: string): readonly string[] | undefined {
  const steps: string[] = []
  let rest = path
  while (rest !== '') {
    const match = step.exec(rest)
    if (match === null) return undefined
    steps.push(match[1] ?? '*')
    rest = rest.slice(match[0].length)
  }
  return steps
}

/** The type of the value that a constraint path leads to, or `undefined` if the type has no such place. */
export function typeAtPath(type: TerraformType, path: string): TerraformType | undefined {
  let found: TerraformType | undefined = type
  for (const name of parseConstraintPath(path) ?? ['']) {
    if (found?.kind === 'object') found = found.attributes.find((attribute) => attribute.name === name)?.type
    else if (name === '*' && (found?.kind === 'list' || found?.kind === 'set' || found?.kind === 'map'))
      found = found.element
    else return undefined
  }
  return found
}

/** The schema with the rule added at its path; a path that the schema does not have leaves it as it is. */
export function constrainSchema(schema: JsonSchema, { path, ...rules }: ValueConstraint): JsonSchema {
  return constrainAt(schema, parseConstraintPath(path) ?? [], rules)
}

function constrainAt(schema: JsonSchema, steps: readonly string[], rules: ConstraintRules): JsonSchema {
  const [name, ...rest] = steps
  if (name === undefined) return { ...schema, ...rulesSchema(rules) }
  const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined
  if (property !== undefined) {
    return { ...schema, properties: { ...schema.properties, [name]: constrainAt(property, rest, rules) } }
  }
  if (name === '*' && isSchema(schema.items))
    return { ...schema, items: constrainAt(schema.items, rest, rules) }
  if (name === '*' && isSchema(schema.additionalProperties)) {
    return { ...schema, additionalProperties: constrainAt(schema.additionalProperties, rest, rules) }
  }
  return schema
}

function isSchema(candidate: unknown): candidate is JsonSchema {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate)
}

function rulesSchema({ allowedValues, ...rules }: ConstraintRules): JsonSchema {
  return allowedValues === undefined ? rules : { ...rules, enum: allowedValues as readonly Json[] }
}
