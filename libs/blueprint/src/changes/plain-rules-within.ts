import {
  acceptsValue,
  addressRangePattern,
  ipv4RangePattern,
  type ConstraintRules,
  type Json,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'

/** Rules on one value that say all by themselves. */
type PlainRules = Omit<ConstraintRules, 'notNull' | 'keys' | 'anyOf' | 'not'>
type Rules = Required<PlainRules>

/** True if what is known, some rules on the same value, says that much. */
type Implications = {
  readonly [Key in keyof Rules]: (known: PlainRules, wanted: Rules[Key]) => boolean
}

const implications: Implications = {
  allowedValues: ({ allowedValues }, wanted) => {
    const choice = new Set(wanted)
    return allowedValues?.every((value) => choice.has(value)) === true
  },
  pattern: ({ pattern }, wanted) =>
    pattern === wanted || (pattern === ipv4RangePattern && wanted === addressRangePattern),
  minimum: ({ minimum = -Infinity, exclusiveMinimum = -Infinity }, wanted) =>
    Math.max(minimum, exclusiveMinimum) >= wanted,
  maximum: ({ maximum = Infinity, exclusiveMaximum = Infinity }, wanted) =>
    Math.min(maximum, exclusiveMaximum) <= wanted,
  exclusiveMinimum: ({ minimum = -Infinity, exclusiveMinimum = -Infinity }, wanted) =>
    exclusiveMinimum >= wanted || minimum > wanted,
  exclusiveMaximum: ({ maximum = Infinity, exclusiveMaximum = Infinity }, wanted) =>
    exclusiveMaximum <= wanted || maximum < wanted,
  multipleOf: ({ multipleOf }, wanted) => multipleOf !== undefined && isMultiple(multipleOf, wanted),
  minLength: ({ minLength = 0 }, wanted) => minLength >= wanted,
  maxLength: ({ maxLength = Infinity }, wanted) => maxLength <= wanted,
  minItems: ({ minItems = 0 }, wanted) => minItems >= wanted,
  maxItems: ({ maxItems = Infinity }, wanted) => maxItems <= wanted,
  uniqueItems: ({ uniqueItems }) => uniqueItems === true,
}

const numberRules = [
  ...(['allowedValues', 'minimum', 'maximum'] as const),
  ...(['exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const),
] as const
const listRules = ['minItems', 'maxItems', 'uniqueItems'] as const
const listKinds: ReadonlySet<TerraformType['kind']> = new Set(['list', 'set', 'tuple'])
const typeNames: ReadonlyMap<TerraformType['kind'], string> = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['bool', 'boolean'],
])

/** The rules that speak of values of a kind; the others say nothing of them. */
const rulesOfKind: Readonly<Record<TerraformType['kind'], readonly (keyof Rules)[]>> = {
  string: ['allowedValues', 'pattern', 'minLength', 'maxLength'],
  number: numberRules,
  bool: ['allowedValues'],
  any: ['allowedValues'],
  list: listRules,
  set: listRules,
  tuple: listRules,
  map: ['minItems', 'maxItems'],
  object: [],
}

interface Types {
  readonly known: TerraformType
  readonly wanted: TerraformType
}

/**
 * True if values of the known type that keep to all known rules keep to the wanted ones too, read as rules on the wanted type, which
 * is not `any`. Of `keys`, `anyOf` and `not` nothing is said.
 */
export function arePlainRulesImplied(
  known: readonly ConstraintRules[],
  wanted: ConstraintRules,
  types: Types,
): boolean {
  if (!isNullAsWanted(known, wanted)) return false
  const asked = rulesOfKind[types.wanted.kind].filter((key) => wanted[key] !== undefined)
  if (asked.length === 0) return true
  if (!isSameSort(types)) return false
  const ofType: PlainRules = types.known.kind === 'set' ? { uniqueItems: true } : {}
  return asked.every((key) => [ofType, ...known].some((rules) => isKeyImplied(key, rules, wanted)))
}

/** True if so few values are left that each can be tried, and all keep to the wanted rules. */
export function areKnownValuesAccepted(
  known: readonly ConstraintRules[],
  wanted: ConstraintRules,
  types: Types,
): boolean {
  const values = isSameSort(types) ? knownValues(known, types.wanted) : undefined
  if (values === undefined || !isNullAsWanted(known, wanted)) return false
  return values.every((value) => accepts(types.wanted, value, { path: '', ...wanted }))
}

/** `acceptsValue` with one constraint; false if the constraint cannot be read. */
export function accepts(type: TerraformType, value: Json, constraint: ValueConstraint): boolean {
  try {
    return acceptsValue(type, value, { constraints: [constraint] })
  } catch {
    // A pattern that is none.
    return false
  }
}

function isKeyImplied<Key extends keyof Rules>(key: Key, known: PlainRules, wanted: PlainRules): boolean {
  const isImplied: (known: PlainRules, wanted: Rules[Key]) => boolean = implications[key]
  const { [key]: value } = wanted
  return value !== undefined && isImplied(known, value as Rules[Key])
}

/** All values but null that are left, if there are few. */
function knownValues(
  known: readonly ConstraintRules[],
  { kind }: TerraformType,
): readonly (string | number | boolean)[] | undefined {
  const typeName = typeNames.get(kind)
  if (typeName === undefined) return undefined
  const choice = known.find(({ allowedValues }) => allowedValues !== undefined)?.allowedValues
  // A value of another kind never comes.
  return (choice ?? (kind === 'bool' ? [true, false] : undefined))?.filter(
    (value) => typeof value === typeName,
  )
}

/** Null passes every rule but one. */
function isNullAsWanted(known: readonly ConstraintRules[], wanted: ConstraintRules): boolean {
  return wanted.notNull !== true || known.some(({ notNull }) => notNull === true)
}

/** Lists, sets and tuples have rules of the same meaning. */
function isSameSort({ known, wanted }: Types): boolean {
  return known.kind === wanted.kind || (listKinds.has(known.kind) && listKinds.has(wanted.kind))
}

/** Bounds on size keep the calculation exact. */
function isMultiple(value: number, divisor: number): boolean {
  const isOrdinary = [value, divisor].every((number) => number > 1e-100 && number < 1e100)
  return isOrdinary && accepts({ kind: 'number' }, value, { path: '', multipleOf: divisor })
}
