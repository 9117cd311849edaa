import { placeRules, type PlacedRules } from './constraint-path.ts'
import { compareToNumber, ExactNumber, isMultipleOf } from './exact-number.ts'
import { matchesPattern } from './matches-pattern.ts'
import { narrowAny } from './narrow-any.ts'
import { stringifyJson } from './stringify-json.ts'
import { isJsonList, isJsonObject, type Json, type TerraformType } from './terraform-type.ts'
import { normalizeTexts, textLength } from './text-length.ts'
import type { SchemaOptions } from './to-json-schema.ts'
import type { ConstraintRules, ValueConstraint } from './value-constraint.ts'

/**
 * True if the value has the type and satisfies its constraints. Equivalent to `toJsonSchema` with the same options, but supports
 * numbers with any number of digits, composes texts as Terraform does, and counts their characters as Terraform does.
 */
export function acceptsValue(type: TerraformType, given: Json, options: SchemaOptions = {}): boolean {
  const value = normalizeTexts(given)
  const { constraints = [], nulls = 'everywhere', null: isNullable = true } = options
  const isNullHere = (optional: boolean) => nulls === 'everywhere' || optional
  const isRight = value === null ? isNullable : isOfType(value, type, isNullHere)
  return isRight && holds(placeRules(constraints), type, value)
}

function isOfType(value: Json, type: TerraformType, isNullHere: (optional: boolean) => boolean): boolean {
  const isItem = (item: Json, element: TerraformType, optional = false): boolean =>
    item === null ? element.kind === 'any' || isNullHere(optional) : isOfType(item, element, isNullHere)
  switch (type.kind) {
    case 'any':
      return true
    case 'string':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number' || value instanceof ExactNumber
    case 'bool':
      return typeof value === 'boolean'
    case 'list':
      return isJsonList(value) && value.every((item) => isItem(item, type.element))
    case 'set':
      return isJsonList(value) && value.every((item) => isItem(item, type.element)) && isUnique(value)
    case 'map':
      return isJsonObject(value) && Object.values(value).every((item) => isItem(item, type.element))
    case 'tuple':
      return (
        isJsonList(value) &&
        value.length === type.elements.length &&
        type.elements.every((element, index) => isItem(value[index] as Json, element))
      )
    case 'object':
      return (
        isJsonObject(value) &&
        type.attributes.every((attribute) => {
          const item = ownValue(value, attribute.name)
          return item === undefined ? attribute.optional : isItem(item, attribute.type, attribute.optional)
        })
      )
  }
}

/** True if a value of the type satisfies the rules. */
export function holds(placed: readonly PlacedRules[], type: TerraformType, value: Json): boolean {
  return placed.every(({ steps, rules }) => holdsBelow(steps, rules, type, value))
}

function holdsBelow(
  [name, ...rest]: readonly string[],
  rules: ConstraintRules,
  type: TerraformType,
  value: Json,
): boolean {
  if (name === undefined) return holdsHere(rules, type, value)
  if (type.kind === 'object' && isJsonObject(value)) {
    const attribute = type.attributes.find((candidate) => candidate.name === name)
    if (attribute === undefined) return true
    const given = ownValue(value, name) ?? attribute.default ?? null
    return holdsBelow(rest, rules, attribute.type, given)
  }
  if (name !== '*' || (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map')) return true
  const items = isJsonList(value) ? value : isJsonObject(value) ? Object.values(value) : []
  return items.every((item) => holdsBelow(rest, rules, type.element, item))
}

function holdsHere(rules: ConstraintRules, type: TerraformType, value: Json): boolean {
  if (value === null) return rules.notNull !== true
  const hold = (constraints: readonly ValueConstraint[]) => holds(placeRules(constraints), type, value)
  return (
    holdsOfKind(rules, narrowAny(type, rules).kind, value) &&
    (rules.anyOf?.some(hold) ?? true) &&
    !(rules.not?.some(hold) ?? false)
  )
}

function holdsOfKind(rules: ConstraintRules, kind: TerraformType['kind'], value: Json): boolean {
  switch (kind) {
    case 'string':
      return typeof value === 'string' && isAllowed(rules, value) && isTextRight(rules, value)
    case 'number':
      return isNumber(value) && isAllowed(rules, value) && isNumberRight(rules, value)
    case 'bool':
    case 'any':
      return isAllowed(rules, value)
    case 'list':
    case 'set':
    case 'tuple':
      return (
        isJsonList(value) && isCountRight(rules, value.length) && !(rules.uniqueItems && !isUnique(value))
      )
    case 'map':
      return (
        isJsonObject(value) && isCountRight(rules, Object.keys(value).length) && areKeysRight(rules, value)
      )
    case 'object':
      return true
  }
}

function isAllowed({ allowedValues }: ConstraintRules, value: Json): boolean {
  return allowedValues === undefined || allowedValues.some((allowed) => allowed === value)
}

function isTextRight(
  { pattern, minLength = 0, maxLength = Infinity }: ConstraintRules,
  text: string,
): boolean {
  const length = minLength === 0 && maxLength === Infinity ? 0 : textLength(text)
  return (
    length >= minLength && length <= maxLength && (pattern === undefined || matchesPattern(text, pattern))
  )
}

function isNumberRight(rules: ConstraintRules, value: number | ExactNumber): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rules
  return (
    (minimum === undefined || compareToNumber(value, minimum) >= 0) &&
    (maximum === undefined || compareToNumber(value, maximum) <= 0) &&
    (exclusiveMinimum === undefined || compareToNumber(value, exclusiveMinimum) > 0) &&
    (exclusiveMaximum === undefined || compareToNumber(value, exclusiveMaximum) < 0) &&
    (multipleOf === undefined || isMultipleOf(value, multipleOf))
  )
}

function isCountRight({ minItems = 0, maxItems = Infinity }: ConstraintRules, count: number): boolean {
  return count >= minItems && count <= maxItems
}

function areKeysRight({ keys }: ConstraintRules, value: Readonly<Record<string, Json>>): boolean {
  return keys === undefined || Object.keys(value).every((key) => holdsHere(keys, { kind: 'string' }, key))
}

function isUnique(items: readonly Json[]): boolean {
  return new Set(items.map((item) => stringifyJson(withSortedKeys(item)))).size === items.length
}

/** Objects are equal regardless of key order. */
function withSortedKeys(value: Json): Json {
  if (isJsonList(value)) return value.map(withSortedKeys)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, withSortedKeys(item)] as const)
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}

function isNumber(value: Json): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber
}

function ownValue(value: Readonly<Record<string, Json>>, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}
