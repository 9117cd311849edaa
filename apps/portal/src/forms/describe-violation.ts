import type { SchemaViolation } from './validate-values.ts'

/** Says in words what must be otherwise, as the continuation of a field's name. */
export function describeViolation({ keyword, limit, subject }: SchemaViolation): string {
  const words = describeKeyword(keyword, limit)
  return subject === 'key' ? `the key ${words}` : words
}

function describeKeyword(keyword: string, limit: unknown): string {
  switch (keyword) {
    case 'required':
      return 'is required'
    case 'type':
      return `must be ${typeWords(limit)}`
    case 'enum':
      return `must be one of ${Array.isArray(limit) ? printChoices(limit) : 'the choices'}`
    case 'const':
      return `must be ${printValue(limit)}`
    case 'pattern':
      return `must match ${String(limit)}`
    case 'minimum':
      return `must be at least ${String(limit)}`
    case 'maximum':
      return `must be at most ${String(limit)}`
    case 'exclusiveMinimum':
      return `must be more than ${String(limit)}`
    case 'exclusiveMaximum':
      return `must be less than ${String(limit)}`
    case 'multipleOf':
      return limit === 1 ? 'must be a whole number' : `must be a multiple of ${String(limit)}`
    case 'minLength':
      return `must have at least ${count(limit, 'character')}`
    case 'maxLength':
      return `must have at most ${count(limit, 'character')}`
    case 'minItems':
      return `must have at least ${count(limit, 'item')}`
    case 'maxItems':
      return `must have at most ${count(limit, 'item')}`
    case 'minProperties':
      return `must have at least ${count(limit, 'entry', 'entries')}`
    case 'maxProperties':
      return `must have at most ${count(limit, 'entry', 'entries')}`
    case 'uniqueItems':
      return 'must not have the same item twice'
    case 'false':
      return 'is not expected here'
    default:
      return 'is not accepted'
  }
}

function typeWords(type: unknown): string {
  const names = (Array.isArray(type) ? type : [type]).map(
    (name) => typeNames.get(String(name)) ?? String(name),
  )
  return names.join(' or ')
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'yes or no'],
  ['array', 'a list'],
  ['object', 'a group of values'],
  ['null', 'empty'],
])

function count(limit: unknown, unit: string, units = `${unit}s`): string {
  return limit === 1 ? `1 ${unit}` : `${String(limit)} ${units}`
}

// What may be null is left empty, so null is no choice that people see.
function printChoices(choices: readonly unknown[]): string {
  return choices
    .filter((choice) => choice !== null)
    .map(printValue)
    .join(', ')
}

function printValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
