import { fromBlueprintRules, isRequiredInput, type BlueprintInput } from '@groundplan/blueprint'
import {
  acceptsValue,
  isJsonObject,
  parseType,
  type Json,
  type TerraformType,
} from '@groundplan/terraform-type'
import type { Random } from '@groundplan/testing'
import { drawRefused, drawValue } from './drawn-values.ts'
import type { Action } from './page/page-protocol.ts'
import { isSameValue } from './same-value.ts'

/** What a person does to one field and what they mean by it, told by the blueprint alone. */
export interface Meaning {
  readonly name: string
  readonly kind: 'leave' | 'give' | 'clear' | 'undo' | 'refuse'
  readonly actions: readonly Action[]
  /** Where something is looked at afterwards. */
  readonly id: string
  /** What is wrong if the form sends this, seen like this; undefined if it is what was meant. */
  findFault(sent: Json | undefined, words: string): string | undefined
  /** True if the form may refuse it, false if it must not, `must` if it has to. */
  readonly refusal: boolean | 'must'
}

export interface Field {
  readonly name: string
  readonly input: BlueprintInput
  readonly type: TerraformType
}

export function fieldsOf(inputs: Readonly<Record<string, BlueprintInput | null>>): readonly Field[] {
  return Object.entries(inputs).flatMap(([name, given]) => {
    const input = given ?? {}
    const parsed = parseType(input.type ?? 'string')
    return parsed.ok ? [{ name, input, type: parsed.type }] : []
  })
}

/** Draws what somebody does to a field: mostly something that can be sent. */
export function drawMeaning(random: Random, field: Field): Meaning {
  const drawn = random.pick(drawers)(random, field)
  return drawn ?? (isRequiredInput(field.input) ? (give(random, field) ?? leave(field)) : leave(field))
}

/** Draws something that the form must refuse; undefined if the field refuses nothing. */
export function drawRefusal(random: Random, field: Field): Meaning | undefined {
  const { name, input, type } = field
  const value = drawRefused(random, type, fromBlueprintRules(input))
  if (value === undefined) return undefined
  const message = input['validation-description']?.trim() ?? ''
  return {
    name,
    kind: 'refuse',
    id: idOf(name),
    actions: [{ kind: 'fill', id: idOf(name), type, value }],
    refusal: 'must',
    findFault: (_, words) =>
      message.split('\n').every((line) => squeeze(words).includes(squeeze(line)))
        ? undefined
        : `does not tell "${message}"`,
  }
}

const drawers: readonly ((random: Random, field: Field) => Meaning | undefined)[] = [
  give,
  give,
  clear,
  undo,
  (_, field) => leave(field),
]

/** Nobody touches it: what is sent, if anything, is the default, and the default can be seen. */
export function leave({ name, input, type }: Field): Meaning {
  const isEmptyable = ['list', 'set', 'map', 'tuple', 'object'].includes(type.kind)
  return {
    name,
    kind: 'leave',
    id: idOf(name),
    actions: [],
    refusal: isRequiredInput(input) ? (isEmptyable ? true : 'must') : false,
    findFault(sent, words) {
      if (isRequiredInput(input)) return undefined
      if (sent !== undefined && !isSameValue(type, sent, input.default ?? null))
        return `sends ${show(sent)} though nobody touched it`
      if (sent !== undefined || input.default === undefined || isBlank(input.default)) return undefined
      return words.includes('Default') ? undefined : `hides the default ${show(input.default)}`
    },
  }
}

function give(random: Random, { name, input, type }: Field): Meaning | undefined {
  const value = drawValue(random, type, fromBlueprintRules(input), input.default !== undefined)
  if (value === undefined || (type.kind === 'any' && value === null)) return undefined
  return {
    name,
    kind: 'give',
    id: idOf(name),
    actions: [{ kind: 'fill', id: idOf(name), type, value }],
    // A text without characters cannot be typed.
    refusal: false,
    findFault: (sent) =>
      isSameValue(type, sent ?? input.default, value)
        ? undefined
        : `means ${show(value)}, sends ${show(sent)}`,
  }
}

/** Types something, or begins with the default, and takes all of it away. */
function clear(random: Random, { name, input, type }: Field): Meaning | undefined {
  const constraints = fromBlueprintRules(input)
  if (constraints.some(({ path, allowedValues }) => path === '' && allowedValues !== undefined))
    return undefined
  if (type.kind === 'object') return clearAttribute(random, { name, input, type })
  if (type.kind !== 'string' && type.kind !== 'number') return undefined
  const value = input.default === undefined ? drawValue(random, type, constraints) : undefined
  const first: readonly Action[] = value === undefined ? [] : [{ kind: 'fill', id: idOf(name), type, value }]
  const takesEmpty = type.kind === 'string' && acceptsValue(type, '', { constraints })
  return {
    name,
    kind: 'clear',
    id: idOf(name),
    actions: [...first, { kind: 'clear', id: idOf(name) }],
    refusal: isRequiredInput(input) && !takesEmpty ? 'must' : false,
    findFault(sent, words) {
      if (sent === '') return takesEmpty ? undefined : 'sends an empty text that is refused'
      if (sent !== undefined) return `is cleared and sends ${show(sent)}`
      if (input.default === undefined)
        return type.kind === 'string' && takesEmpty ? 'loses an empty text' : undefined
      return words.includes('Default: ') ? undefined : 'is cleared and does not tell that the default applies'
    },
  }
}

function clearAttribute(
  random: Random,
  { name, input, type }: Field & { type: { kind: 'object' } },
): Meaning | undefined {
  const constraints = fromBlueprintRules(input)
  const texts = type.attributes.filter((attribute) => attribute.type.kind === 'string')
  const value = drawValue(random, type, constraints, input.default !== undefined)
  if (texts.length === 0 || value === undefined || !isJsonObject(value)) return undefined
  const attribute = random.pick(texts)
  if (
    constraints.some(
      ({ path, allowedValues }) => path === `.${attribute.name}` && allowedValues !== undefined,
    )
  )
    return undefined
  const cleared = { ...value, [attribute.name]: '' }
  const takesEmpty = acceptsValue(type, cleared, { constraints, nulls: 'optional' })
  const id = `${idOf(name)}_${attribute.name}`
  const typed = value[attribute.name] ?? 'x'
  return {
    name,
    kind: 'clear',
    id,
    actions: [
      { kind: 'fill', id: idOf(name), type, value: { ...value, [attribute.name]: typed } },
      { kind: 'clear', id },
    ],
    refusal: !takesEmpty,
    findFault(sent, words) {
      if (isSameValue(type, sent, cleared))
        return takesEmpty ? undefined : 'sends an empty text that is refused'
      const { [attribute.name]: _, ...left } = cleared
      if (!isSameValue(type, sent, left)) return `means ${show(cleared)}, sends ${show(sent)}`
      const isToldOrNothing = words.includes('Default: ') || (attribute.default ?? null) === null
      return isToldOrNothing &&
        !(takesEmpty && (attribute.default ?? null) === null && !hasGiven(input, attribute.name))
        ? undefined
        : 'is cleared and does not tell that the default applies'
    },
  }
}

function hasGiven({ default: value }: BlueprintInput, name: string): boolean {
  return value !== undefined && isJsonObject(value) && value[name] !== undefined
}

/** Begins to fill in and takes it back. */
function undo(random: Random, { name, input, type }: Field): Meaning | undefined {
  const constraints = fromBlueprintRules(input)
  const id = idOf(name)
  const isOptional = !isRequiredInput(input) && (input.default === undefined || input.default === null)
  if (isOptional && ['list', 'set', 'object', 'tuple'].includes(type.kind) && random.below(2) === 0)
    return {
      name,
      kind: 'undo',
      id,
      actions: [{ kind: 'leave-out', id }],
      refusal: false,
      findFault: (sent) => (sent === undefined ? undefined : `is left out again and sends ${show(sent)}`),
    }
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return undefined
  const empty: Json = type.kind === 'map' ? {} : []
  if (!acceptsValue(type, empty, { constraints })) return undefined
  if (constraints.some(({ path, allowedValues }) => path === '[*]' && allowedValues !== undefined))
    return undefined
  return {
    name,
    kind: 'undo',
    id,
    actions: [{ kind: 'add-and-remove', id, type }],
    refusal: false,
    findFault: (sent) => (isSameValue(type, sent, empty) ? undefined : `is emptied and sends ${show(sent)}`),
  }
}

export function idOf(name: string): string {
  return `root_${name}`
}

function isBlank(value: Json): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
}

function show(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120)
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
