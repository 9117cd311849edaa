import { holds } from './accepts-value.ts'
import { placeRules, rulesBelow, rulesHere, type PlacedRules } from './constraint-path.ts'
import { joinRules } from './join-rules.ts'
import type { JsonSchema } from './json-schema.ts'
import { narrowAny } from './narrow-any.ts'
import type { CollectionType, ObjectAttribute, ObjectType, TerraformType } from './terraform-type.ts'
import type { ConstraintRules, ValueConstraint } from './value-constraint.ts'

export interface SchemaOptions {
  /** Rules on the value and its nested values. */
  readonly constraints?: readonly ValueConstraint[]
  /**
   * Where nested values may be null: `everywhere`, as in Terraform, unless a rule forbids it; or only for omitted `optional`
   * attributes, as in forms.
   */
  readonly nulls?: 'everywhere' | 'optional'
  /** False if the value itself must not be null. */
  readonly null?: boolean
}

/**
 * Creates the JSON Schema (draft-07) for the values that Terraform converts to this type without loss and that satisfy the
 * constraints.
 */
export function toJsonSchema(type: TerraformType, options: SchemaOptions = {}): JsonSchema {
  const placed = placeRules(options.constraints ?? [])
  const isNullable = options.null !== false && !forbidsNull(placed)
  const scope = { nulls: options.nulls ?? 'everywhere', detail: 'whole' } as const
  return placeSchema({ type, placed, onNull: isNullable ? 'pass' : 'fail' }, scope)
}

/** The parts of one place's schema. */
interface Place {
  readonly type: TerraformType
  readonly placed: readonly PlacedRules[]
  /** How the schema treats null; `either` if null cannot occur. */
  readonly onNull: 'pass' | 'fail' | 'either'
}

interface Scope {
  readonly nulls: 'everywhere' | 'optional'
  /** A schema states types and structure once; its alternatives only add `rules`. */
  readonly detail: 'whole' | 'rules'
}

/** The schema of a value inside another one, or of the value that all is about. */
function placeSchema(place: Place, scope: Scope): JsonSchema {
  const { type, schema } = placeKeywords(place, scope)
  if (type.kind === 'any') return place.onNull === 'fail' ? refuseNull(schema) : schema
  // An `enum` alone needs no type, and names null where null passes.
  if (scope.detail === 'rules' && Object.keys(schema).join() === 'enum') return schema
  return { type: typeName(type, place.onNull), ...schema }
}

/** What an alternative adds to the schema of the same value. It includes a type only to reject null. */
function alternativeSchema(place: Place, nulls: Scope['nulls']): JsonSchema {
  const { type, schema } = placeKeywords(place, { nulls, detail: 'rules' })
  if (type.kind === 'any') return place.onNull === 'fail' ? refuseNull(schema) : schema
  const refusesNull = place.onNull === 'fail' && schema.enum === undefined
  return refusesNull || type !== place.type ? { type: typeName(type, place.onNull), ...schema } : schema
}

function placeKeywords(place: Place, scope: Scope) {
  const groups = joinRules(rulesHere(place.placed))
  const type = narrowAny(place.type, groups[0] ?? {})
  // A tuple counts its elements itself.
  const [first = {}, ...further] = type.kind === 'tuple' ? [{}, ...groups] : groups
  const schema = {
    ...structure({ ...place, type }, scope),
    ...ruleSchema(first, { ...place, type }, scope),
    ...(further.length === 0
      ? {}
      : { allOf: further.map((group) => ruleSchema(group, { ...place, type }, scope)) }),
  }
  return { type, schema }
}

function refuseNull(schema: JsonSchema): JsonSchema {
  if (schema.enum !== undefined) return schema
  const notNull = { not: { type: 'null' } }
  return schema.not === undefined
    ? { ...schema, ...notNull }
    : { ...schema, allOf: [...(schema.allOf ?? []), notNull] }
}

const typeNames = {
  string: 'string',
  number: 'number',
  bool: 'boolean',
  list: 'array',
  set: 'array',
  tuple: 'array',
  map: 'object',
  object: 'object',
} as const

function typeName({ kind }: Exclude<TerraformType, { kind: 'any' }>, onNull: Place['onNull']) {
  return onNull === 'pass' ? [typeNames[kind], 'null'] : typeNames[kind]
}

function structure({ type, placed }: Pick<Place, 'type' | 'placed'>, scope: Scope): JsonSchema {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return collectionStructure(type, rulesBelow(placed, '*'), scope)
    case 'tuple':
      return scope.detail === 'whole' ? tupleStructure(type.elements, scope) : {}
    case 'object':
      return objectStructure(type, placed, scope)
    default:
      return {}
  }
}

function collectionStructure(
  { kind, element }: CollectionType,
  placed: readonly PlacedRules[],
  scope: Scope,
): JsonSchema {
  if (scope.detail === 'rules' && placed.length === 0) return {}
  const schema = placeSchema({ type: element, placed, onNull: onNullElement(element, placed, scope) }, scope)
  if (kind === 'map') return { additionalProperties: Object.keys(schema).length === 0 ? true : schema }
  return kind === 'set' && scope.detail === 'whole' ? { items: schema, uniqueItems: true } : { items: schema }
}

function tupleStructure(elements: readonly TerraformType[], scope: Scope): JsonSchema {
  const schemas = elements.map((type) =>
    placeSchema({ type, placed: [], onNull: onNullElement(type, [], scope) }, scope),
  )
  return {
    // Draft-07 does not allow an empty list of items.
    ...(elements.length === 0 ? {} : { items: schemas, additionalItems: false }),
    minItems: elements.length,
    maxItems: elements.length,
  }
}

function objectStructure(
  { attributes }: ObjectType,
  placed: readonly PlacedRules[],
  scope: Scope,
): JsonSchema {
  const places = attributes.map((attribute) => attributePlace(attribute, placed, scope))
  const shown = scope.detail === 'whole' ? places : places.filter((place) => place.placed.length > 0)
  if (scope.detail === 'rules' && shown.length === 0) return {}
  const required = shown.filter((place) =>
    place.attribute.optional ? place.onAbsent === 'fail' : scope.detail === 'whole',
  )
  return {
    properties: Object.fromEntries(
      shown.map((place) => [place.attribute.name, attributeSchema(place, scope)] as const),
    ),
    ...(required.length === 0 ? {} : { required: required.map(({ attribute }) => attribute.name) }),
  }
}

interface AttributePlace extends Place {
  readonly attribute: ObjectAttribute
  readonly onAbsent: 'pass' | 'fail'
}

function attributePlace(
  attribute: ObjectAttribute,
  outer: readonly PlacedRules[],
  scope: Scope,
): AttributePlace {
  const { name, type, optional } = attribute
  const placed = rulesBelow(outer, name)
  // Terraform puts the default there before it looks at any rule.
  const onAbsent = holds(placed, type, attribute.default ?? null) ? 'pass' : 'fail'
  const isNullable = optional || type.kind === 'any' || scope.nulls === 'everywhere'
  return { attribute, type, placed, onAbsent, onNull: isNullable ? onAbsent : whereNoNull(scope) }
}

function attributeSchema(place: AttributePlace, scope: Scope): JsonSchema {
  const schema = placeSchema(place, scope)
  const { default: value = null } = place.attribute
  const isShown = scope.detail === 'whole' && place.onAbsent === 'pass' && value !== null
  return isShown ? { ...schema, default: value } : schema
}

function onNullElement(type: TerraformType, placed: readonly PlacedRules[], scope: Scope): Place['onNull'] {
  if (scope.nulls === 'everywhere' || type.kind === 'any') return forbidsNull(placed) ? 'fail' : 'pass'
  return whereNoNull(scope)
}

/** The whole schema rejects null, so alternatives need not. */
function whereNoNull({ detail }: Scope): 'fail' | 'either' {
  return detail === 'whole' ? 'fail' : 'either'
}

function forbidsNull(placed: readonly PlacedRules[]): boolean {
  return rulesHere(placed).some(({ notNull }) => notNull === true)
}

/** The keywords of the rules on one place. */
function ruleSchema(rules: ConstraintRules, { type, onNull }: Place, { nulls }: Scope): JsonSchema {
  const passesNull = onNull === 'pass'
  const alternatives = (all: readonly (readonly ValueConstraint[])[], onNullThere: 'pass' | 'fail') =>
    all.map((constraints) =>
      alternativeSchema(
        { type, placed: placeRules(constraints), onNull: passesNull ? onNullThere : 'either' },
        nulls,
      ),
    )
  return {
    ...kindSchema(rules, type, passesNull),
    ...(rules.anyOf === undefined ? {} : anyOfSchema(alternatives(rules.anyOf, 'pass'))),
    ...(rules.not === undefined ? {} : notSchema(alternatives(rules.not, 'fail'))),
  }
}

/** Without alternatives, only null is valid. */
function anyOfSchema(schemas: readonly JsonSchema[]): JsonSchema {
  return { anyOf: schemas.length === 0 ? [{ enum: [null] }] : schemas }
}

function notSchema([first, ...more]: readonly JsonSchema[]): JsonSchema {
  if (first === undefined) return {}
  return { not: more.length === 0 ? first : { anyOf: [first, ...more] } }
}

/** The rules that can apply to values of the type. */
function kindSchema(rules: ConstraintRules, { kind }: TerraformType, passesNull: boolean): JsonSchema {
  const { allowedValues, pattern, minLength, maxLength, minItems, maxItems, uniqueItems, keys } = rules
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rules
  const choice = {
    enum: allowedValues === undefined || !passesNull ? allowedValues : [...allowedValues, null],
  }
  switch (kind) {
    case 'string':
      return defined({ ...choice, pattern, minLength, maxLength })
    case 'number':
      return defined({ ...choice, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf })
    case 'bool':
    case 'any':
      return defined(choice)
    case 'list':
    case 'tuple':
      return defined({ minItems, maxItems, uniqueItems })
    case 'set':
      return defined({ minItems, maxItems })
    case 'map':
      return defined({ propertyNames: keySchema(keys), minProperties: minItems, maxProperties: maxItems })
    case 'object':
      return {}
  }
}

function keySchema(rules: ConstraintRules | undefined): JsonSchema | undefined {
  if (rules === undefined) return undefined
  const place = { type: { kind: 'string' }, placed: [{ steps: [], rules }], onNull: 'either' } as const
  return alternativeSchema(place, 'everywhere')
}

function defined(keywords: { readonly [Key in keyof JsonSchema]: JsonSchema[Key] | undefined }): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined)) as JsonSchema
}
