import { stringifyJson, type Json } from '@groundplan/terraform-type'
import { printRootText } from './print-root-value.ts'
import {
  constant,
  constantOf,
  listOf,
  NotCarried,
  openValue,
  type RootReference,
  type RootValue,
} from './root-value.ts'

type RootFunction = (args: readonly RootValue[], name: string) => RootValue

/** Terraform's functions that have an equivalent in blueprints, or whose result is known from their arguments' structure. */
export const rootFunctions: ReadonlyMap<string, RootFunction> = new Map<string, RootFunction>([
  // Terraform converts to the type of the variable that gets the value.
  ...names('tolist tomap tostring tonumber tobool nonsensitive sensitive', ([value]) => value ?? missing()),
  ['toset', ([value = missing()]) => toSet(value)],
  ['concat', (args) => listOf(args.flatMap((each) => [...itemsOf(each)]))],
  ['flatten', ([value = missing()]) => listOf(itemsOf(value).flatMap(flatten))],
  [
    'merge',
    (args) => ({
      kind: 'object',
      entries: new Map(args.filter(isNotNull).flatMap((each) => [...entriesOf(each)])),
    }),
  ],
  ['keys', ([value = missing()]) => listOf([...entriesOf(value).keys()].toSorted().map(constant))],
  ['values', ([value = missing()]) => listOf([...entriesOf(value)].toSorted(byKey).map(([, item]) => item))],
  ['join', ([separator = missing(), value = missing()]) => join(textOf(separator), value)],
  ['format', ([pattern = missing(), ...rest]) => format(textOf(pattern), rest)],
  ['lower', ([value = missing()]) => change(value, 'downcase', (text) => text.toLowerCase())],
  ['upper', ([value = missing()]) => change(value, 'upcase', (text) => text.toUpperCase())],
  ['trimspace', ([value = missing()]) => change(value, 'strip', (text) => text.trim())],
  ['length', ([value = missing()]) => lengthOf(value)],
  ['one', ([value = missing()]) => one(value)],
  ['jsonencode', ([value = missing()]) => encode(value)],
])

function names(list: string, apply: RootFunction): readonly (readonly [string, RootFunction])[] {
  return list.split(' ').map((name) => [name, apply] as const)
}

/** Several texts and references as one text. */
export function joinText(parts: readonly RootValue[]): RootValue {
  const pieces: (string | RootReference)[] = []
  for (const part of parts) {
    if (part.kind === 'reference') pieces.push(part)
    else if (part.kind === 'text') pieces.push(...part.parts)
    else pieces.push(textOf(part))
  }
  const merged: (string | RootReference)[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece
    else if (piece !== '') merged.push(piece)
  }
  if (merged.every((piece) => typeof piece === 'string')) return constant(merged.join(''))
  return { kind: 'text', parts: merged }
}

/** Elements of a list that is known. Throws NotCarried. */
export function itemsOf(value: RootValue): readonly RootValue[] {
  const opened = openValue(value)
  if (opened.kind === 'list') return opened.items
  throw new NotCarried('it needs the elements of a list that is only known at launch')
}

/** Entries of an object that is known. Throws NotCarried. */
export function entriesOf(value: RootValue): ReadonlyMap<string, RootValue> {
  const opened = openValue(value)
  if (opened.kind === 'object') return opened.entries
  throw new NotCarried('it needs the entries of a map that is only known at launch')
}

export function filtered({ body }: RootReference, filter: string): RootReference {
  return { kind: 'reference', body: `${body} | ${filter}`, isFiltered: true, whole: undefined }
}

function toSet(value: RootValue): RootValue {
  const opened = openValue(value)
  if (opened.kind !== 'list') return value
  const constants = opened.items.map(constantOf)
  if (constants.some((item) => typeof item !== 'string')) return { ...opened, isSet: true }
  return listOf([...new Set(constants as string[])].toSorted().map(constant), true)
}

function flatten(value: RootValue): readonly RootValue[] {
  const opened = openValue(value)
  if (opened.kind === 'list') return opened.items.flatMap(flatten)
  if (opened.kind === 'constant' || opened.kind === 'text' || opened.kind === 'object') return [opened]
  throw new NotCarried('it flattens lists that are only known at launch')
}

function join(separator: string, value: RootValue): RootValue {
  if (value.kind === 'reference') return filtered(value, `join: ${quote(separator)}`)
  const items = itemsOf(value)
  return joinText(items.flatMap((item, index) => (index === 0 ? [item] : [constant(separator), item])))
}

function format(pattern: string, args: readonly RootValue[]): RootValue {
  const pieces = pattern.split(/(%[sdv%])/)
  let next = 0
  return joinText(
    pieces.map((piece) => {
      if (piece === '%%') return constant('%')
      if (/^%[sdv]$/.test(piece)) return args[next++] ?? missing()
      if (piece.includes('%')) throw new NotCarried('its format has verbs other than %s and %d')
      return constant(piece)
    }),
  )
}

function change(value: RootValue, filter: string, apply: (text: string) => string): RootValue {
  if (value.kind === 'reference') return filtered(value, filter)
  return constant(apply(textOf(value)))
}

function lengthOf(value: RootValue): RootValue {
  if (value.kind === 'reference') return filtered(value, 'size')
  const opened = openValue(value)
  if (opened.kind === 'list') return constant(opened.items.length)
  if (opened.kind === 'object') return constant(opened.entries.size)
  if (opened.kind === 'constant' && typeof opened.value === 'string')
    return constant([...opened.value].length)
  throw new NotCarried('its length is only known at launch')
}

function one(value: RootValue): RootValue {
  const items = itemsOf(value)
  if (items.length > 1) throw new NotCarried('the list has more than one element', true)
  return items[0] ?? constant(null)
}

function encode(value: RootValue): RootValue {
  if (value.kind === 'reference') return filtered(value, 'json')
  const known = constantOf(value)
  if (known !== undefined) return constant(stringifyJson(known))
  // The text is the expression itself, so nothing of it may be printed a second time.
  return {
    kind: 'text',
    parts: [{ kind: 'reference', body: inner(printRootText(value)), isFiltered: true, whole: undefined }],
  }
}

function inner(text: string): string {
  const match = /^\{\{ ([^{}]*) \}\}$/.exec(text)
  if (match?.[1] === undefined)
    throw new NotCarried('it encodes values as JSON that are only known at launch')
  return match[1]
}

/** A constant as Terraform writes it into a text. Throws NotCarried. */
export function textOf(value: RootValue): string {
  const known: Json | undefined = constantOf(value)
  if (typeof known === 'string') return known
  if (known === undefined || known === null || typeof known === 'object') {
    const isNumber = typeof known === 'object' && known !== null && /^-?\d/.test(stringifyJson(known))
    if (isNumber) return stringifyJson(known)
    throw new NotCarried('a list, a map or a whole module cannot be part of a text')
  }
  return String(known)
}

function isNotNull(value: RootValue): boolean {
  return constantOf(value) !== null
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0
}

export function quote(text: string): string {
  if (text.includes('"') || text.includes('}}') || text.includes('%}') || text.includes('\\'))
    throw new NotCarried('it contains characters that an expression cannot quote')
  return `"${text}"`
}

function missing(): never {
  throw new NotCarried('a function lacks an argument')
}
