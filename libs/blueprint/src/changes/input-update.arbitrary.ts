import {
  printType,
  type ConstraintRules,
  type Json,
  type ObjectAttribute,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { constraintsOn, placedType, valueOf } from '@groundplan/terraform-type/testing'
import fc from 'fast-check'
import type { BlueprintInput } from '../blueprint.ts'
import { toBlueprintRules } from '../rules.ts'

/** Two forms of an input that differ in little, and values of the old one's type. */
export interface InputUpdate {
  readonly from: BlueprintInput
  readonly to: BlueprintInput
  readonly values: readonly Json[]
}

const text = { kind: 'string' } as const
const number = { kind: 'number' } as const

/** Small types, of which few values are refused by chance. */
const startType: fc.Arbitrary<TerraformType> = fc.oneof(
  placedType,
  fc.constantFrom<TerraformType>(
    ...[text, number, { kind: 'any' } as const, { kind: 'bool' } as const],
    ...[{ kind: 'list', element: text } as const, { kind: 'set', element: number } as const],
    { kind: 'map', element: number },
    { kind: 'object', attributes: [{ name: 'a', type: number, optional: true, default: 3 }] },
    { kind: 'list', element: { kind: 'object', attributes: [{ name: 'a', type: text, optional: true }] } },
  ),
)

export const anyInputUpdate: fc.Arbitrary<InputUpdate> = startType.chain((type) =>
  someConstraints(type).chain((constraints) =>
    fc.record({
      from: fc.constant(toInput(type, constraints)),
      to: fc
        .oneof({ weight: 3, arbitrary: fc.constant(type) }, { weight: 2, arbitrary: changedType(type) })
        .chain((changed) => changedConstraints(constraints, changed).map((rules) => toInput(changed, rules))),
      values: fc.array(valueOf(type), { minLength: 10, maxLength: 20 }),
    }),
  ),
)

function toInput(type: TerraformType, constraints: readonly ValueConstraint[]): BlueprintInput {
  return { ...toBlueprintRules(constraints), type: printType(type) }
}

/** A few rules: many together refuse everything. */
function someConstraints(type: TerraformType): fc.Arbitrary<readonly ValueConstraint[]> {
  const few = fc.oneof(...[0, 0, 1].map((depth) => constraintsOn(type, depth)))
  const thinned = few.chain((all) => fc.tuple(...all.slice(0, 2).map(thinOut)))
  const telling = tellingRules[type.kind]
  if (telling === undefined) return thinned
  return fc.oneof(
    thinned,
    fc.constantFrom(...telling).map((rules) => [{ path: '', ...rules }]),
  )
}

/** Rules that chance seldom draws and that are easily got wrong. */
const tellingRules: Readonly<Partial<Record<TerraformType['kind'], readonly ConstraintRules[]>>> = {
  any: [{ pattern: '^a' }, { pattern: '^a', minimum: 1 }, { minItems: 1 }],
  string: [
    { anyOf: [[{ path: '', pattern: '^a', maxLength: 1 }], [{ path: '', minLength: 3 }]] },
    { not: [[{ path: '', pattern: '^a', minLength: 1 }], [{ path: '', maxLength: 0 }]] },
  ],
  number: [
    { minimum: 2 },
    { exclusiveMaximum: 3 },
    { anyOf: [[{ path: '', maximum: 1 }], [{ path: '', minimum: 4 }]] },
  ],
}

function thinOut({ path, ...rules }: ValueConstraint): fc.Arbitrary<ValueConstraint> {
  const entries = Object.entries(rules)
  return fc
    .subarray(entries, { maxLength: Math.min(2, entries.length) })
    .map((some) => ({ path, ...(Object.fromEntries(some) as ConstraintRules) }))
}

/** The rules with one or two of them changed, gone or come. */
function changedConstraints(
  constraints: readonly ValueConstraint[],
  type: TerraformType,
): fc.Arbitrary<readonly ValueConstraint[]> {
  const changed = fc.tuple(...constraints.map(changedRules))
  return fc.oneof(
    fc.constant(constraints),
    changed,
    fc.tuple(changed, someConstraints(type)).map((both) => both.flat()),
  )
}

function changedRules({ path, ...rules }: ValueConstraint): fc.Arbitrary<ValueConstraint> {
  const entries = Object.entries(rules) as [keyof ConstraintRules, unknown][]
  return fc
    .tuple(...entries.map(([key, value]) => changedRule(key, value)))
    .map((changed) => ({ path, ...(Object.assign({}, ...changed) as ConstraintRules) }))
}

function changedRule(key: keyof ConstraintRules, value: unknown): fc.Arbitrary<ConstraintRules> {
  const [same, gone] = [fc.constant<ConstraintRules>({ [key]: value }), fc.constant({})]
  switch (key) {
    case 'allowedValues':
      return fc.oneof(same, gone, changedChoice(value as readonly string[]))
    case 'anyOf':
    case 'not':
      return fc.oneof(same, gone, changedAlternatives(key, value as readonly ValueConstraint[][]))
    case 'keys':
      return changedRules({ path: '', ...(value as ConstraintRules) }).map(({ path: _, ...keys }) => ({
        keys,
      }))
    default:
      return typeof value === 'number' ? changedNumber(key, value) : fc.oneof(same, gone)
  }
}

function changedNumber(key: keyof ConstraintRules, value: number): fc.Arbitrary<ConstraintRules> {
  const least = key === 'multipleOf' ? 1 : 0
  const others: Partial<Record<keyof ConstraintRules, ConstraintRules>> = {
    minimum: { exclusiveMinimum: value },
    exclusiveMinimum: { minimum: value },
    maximum: { exclusiveMaximum: value },
    exclusiveMaximum: { maximum: value },
  }
  return fc.constantFrom<ConstraintRules>(
    ...[-1, 0, 1].map((by) => ({ [key]: Math.max(least, value + by) })),
    others[key] ?? {},
  )
}

function changedChoice(values: readonly string[]): fc.Arbitrary<ConstraintRules> {
  return fc.oneof(
    fc.subarray([...values], { minLength: 1 }).map((allowedValues) => ({ allowedValues })),
    fc.constantFrom<ConstraintRules>(
      { allowedValues: [...values, 'abc', 4] },
      { pattern: '^a', maximum: 2 },
      { not: [[{ path: '', allowedValues: ['b', 1] }]] },
    ),
  )
}

function changedAlternatives(
  key: 'anyOf' | 'not',
  sets: readonly ValueConstraint[][],
): fc.Arbitrary<ConstraintRules> {
  return fc.oneof(
    fc.tuple(...sets.map((set) => fc.tuple(...set.map(changedRules)))).map((changed) => ({ [key]: changed })),
    fc.subarray([...sets], { minLength: 1 }).map((some) => ({ [key]: some })),
    fc.constant({ [key]: [...sets].reverse() }),
  )
}

/** The type with some part of it changed. */
function changedType(type: TerraformType): fc.Arbitrary<TerraformType> {
  const other = fc.oneof(fc.constant<TerraformType>({ kind: 'any' }), fc.constantFrom(text, number))
  return fc.oneof({ weight: 1, arbitrary: other }, { weight: 8, arbitrary: changedInside(type) })
}

function changedInside(type: TerraformType): fc.Arbitrary<TerraformType> {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map': {
      const kinds = type.kind === 'map' ? ['map' as const] : ['list' as const, 'set' as const, type.kind]
      const element = fc.oneof(fc.constant(type.element), changedType(type.element))
      return fc.record({ kind: fc.constantFrom(...kinds), element })
    }
    case 'tuple': {
      const elements = fc.tuple(...type.elements.map(changedType))
      const [element = text] = type.elements
      return fc.oneof(
        elements.map((changed): TerraformType => ({ kind: 'tuple', elements: changed })),
        fc.constant<TerraformType>({ kind: 'list', element }),
      )
    }
    case 'object': {
      const attributes = fc.tuple(...type.attributes.map(changedAttribute)).map((all) => all.flat())
      const more = attributes.chain(withAttribute)
      return fc.record({ kind: fc.constant('object' as const), attributes: fc.oneof(attributes, more) })
    }
    default:
      return fc.constant(type)
  }
}

function changedAttribute(attribute: ObjectAttribute): fc.Arbitrary<readonly ObjectAttribute[]> {
  const { name, type } = attribute
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant([attribute]) },
    { weight: 3, arbitrary: changedType(type).map((changed) => [{ ...attribute, type: changed }]) },
    { weight: 2, arbitrary: fc.constantFrom<ObjectAttribute[]>([{ name, type, optional: true }]) },
    { weight: 2, arbitrary: valueOf(type).map((value) => [{ name, type, optional: true, default: value }]) },
    { weight: 1, arbitrary: fc.constantFrom<ObjectAttribute[]>([{ name, type, optional: false }], []) },
  )
}

function withAttribute(attributes: readonly ObjectAttribute[]): fc.Arbitrary<readonly ObjectAttribute[]> {
  const free = ['a', 'b', 'c', 'd'].filter((name) => attributes.every((attribute) => attribute.name !== name))
  const names = fc.constantFrom(...free)
  const added = fc.oneof(
    fc.record({ name: names, type: placedType, optional: fc.constantFrom(true, true, false) }),
    fc.record({ name: names, type: fc.constant(number), optional: fc.constant(true), default: fc.nat(4) }),
  )
  return added.map((attribute) => [attribute, ...attributes])
}
