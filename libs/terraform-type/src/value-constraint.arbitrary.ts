import fc from 'fast-check'
import type { Json, ObjectAttribute, TerraformType } from './terraform-type.ts'
import type { ConstraintRules, ValueConstraint } from './value-constraint.ts'

const texts = ['', 'a', 'b', 'ab', 'abc', '🙂b']
const numbers = [0, 1, 2, 3, 4, 6]
const small = fc.nat(3)

/** Types whose places constraint paths can name, with defaults of the right type. */
export const placedType: fc.Arbitrary<TerraformType> = fc.letrec<{ type: TerraformType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({ kind: fc.constantFrom('string', 'number', 'bool', 'any') }),
    fc.record({ kind: fc.constantFrom('list', 'set', 'map'), element: tie('type') }),
    fc.record({ kind: fc.constant('tuple'), elements: fc.array(tie('type'), { maxLength: 2 }) }),
    fc.record({
      kind: fc.constant('object'),
      attributes: fc.uniqueArray(
        tie('type').chain((type) => attributeOf(type)),
        { selector: ({ name }) => name, maxLength: 3 },
      ),
    }),
  ) as fc.Arbitrary<TerraformType>,
})).type

function attributeOf(type: TerraformType): fc.Arbitrary<ObjectAttribute> {
  const name = fc.constantFrom('a', 'b', 'c')
  return fc.oneof(
    fc.record({ name, type: fc.constant(type), optional: fc.boolean() }),
    fc.record({ name, type: fc.constant(type), optional: fc.constant(true), default: valueOf(type) }),
  )
}

/** Values of a type, with null wherever Terraform accepts it; occasionally a value of another type. */
export function valueOf(type: TerraformType): fc.Arbitrary<Json> {
  return fc.oneof(
    { weight: 12, arbitrary: presentValueOf(type) },
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom<Json>('a', 1, true, [], {}) },
  )
}

function presentValueOf(type: TerraformType): fc.Arbitrary<Json> {
  switch (type.kind) {
    case 'string':
      return fc.constantFrom(...texts)
    case 'number':
      return fc.constantFrom(...numbers)
    case 'bool':
      return fc.boolean()
    case 'any':
      return fc.constantFrom<Json>('a', 1, true, ['a'], { a: 1 })
    case 'list':
    case 'set':
      return fc.array(valueOf(type.element), { maxLength: 3 })
    case 'map':
      return fc.dictionary(fc.constantFrom('a', 'b', 'ab', ''), valueOf(type.element), {
        maxKeys: 3,
        noNullPrototype: true,
      })
    case 'tuple':
      return fc.tuple(...type.elements.map(valueOf))
    case 'object': {
      const values = Object.fromEntries(type.attributes.map((item) => [item.name, valueOf(item.type)]))
      const requiredKeys = type.attributes.filter(({ optional }) => !optional).map(({ name }) => name)
      return fc.record(values, {
        requiredKeys: requiredKeys as never[],
        noNullPrototype: true,
      }) as fc.Arbitrary<Json>
    }
  }
}

/** Conjunctions of rules on the places of a type; `any` only gets rules that fit values of every kind. */
export function constraintsOn(type: TerraformType, depth = 2): fc.Arbitrary<readonly ValueConstraint[]> {
  const constraint = fc
    .constantFrom(...placesOf(type))
    .chain((place) => rulesOn(place.type, depth).map((rules) => ({ path: place.path, ...rules })))
  return fc.array(constraint, { maxLength: 3 })
}

interface Place {
  readonly path: string
  readonly type: TerraformType
}

function placesOf(type: TerraformType, path = ''): readonly Place[] {
  const here = { path, type }
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map')
    return [here, ...placesOf(type.element, `${path}[*]`)]
  if (type.kind !== 'object') return [here]
  return [here, ...type.attributes.flatMap((item) => placesOf(item.type, `${path}.${item.name}`))]
}

function rulesOn(type: TerraformType, depth: number): fc.Arbitrary<ConstraintRules> {
  const inner = constraintsOn(type, depth - 1)
  const compound = fc.array(inner, { minLength: 1, maxLength: 2 })
  return fc.record(
    {
      notNull: fc.constant(true as const),
      ...kindRules[type.kind],
      ...(depth > 0 ? { anyOf: compound, not: compound } : {}),
    },
    { requiredKeys: [] },
  )
}

const textRules = {
  allowedValues: fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
  pattern: fc.constantFrom('^a', 'b$', '^[^b]*$'),
  minLength: small,
  maxLength: small,
}
const countRules = { minItems: small, maxItems: small }
const listRules = { ...countRules, uniqueItems: fc.constant(true as const) }

const kindRules: Readonly<Record<TerraformType['kind'], object>> = {
  string: textRules,
  number: {
    allowedValues: fc.uniqueArray(fc.constantFrom(...numbers), { minLength: 1, maxLength: 3 }),
    minimum: small,
    maximum: small,
    exclusiveMinimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2, 3),
  },
  bool: { allowedValues: fc.constantFrom([true], [false], [true, false]) },
  any: { allowedValues: fc.uniqueArray(fc.constantFrom('a', 1, true), { minLength: 1 }) },
  list: listRules,
  set: listRules,
  tuple: listRules,
  map: { ...countRules, keys: fc.record(textRules, { requiredKeys: [] }) },
  object: {},
}
