import type { BlueprintInput } from '@groundplan/blueprint'
import {
  acceptsValue,
  type ExactNumber,
  isJsonList,
  isJsonObject,
  parseNumber,
  parseType,
  type Json,
} from '@groundplan/terraform-type'
import type { InputUse } from '../expressions/input-uses.ts'
import { isStructure, parseJsonText } from '../json-text.ts'
import { nullText, numberPattern, wholeNumberPattern, withoutEmpty } from '../patterns.ts'

/** An input as written: single values are strings, as in Torque. */
export interface RawInput {
  readonly type?: string | undefined
  readonly style?: string | undefined
  /** A text, a list or a map. */
  readonly default?: Json | undefined
  readonly 'allowed-values'?: readonly string[] | undefined
  readonly pattern?: string | undefined
  readonly optional?: boolean | undefined
}

export type TypedInput = Pick<
  BlueprintInput,
  'type' | 'default' | 'optional' | 'pattern' | 'multiple-of' | 'constraints' | 'allowed-values'
>

interface TypeFacts {
  readonly uses: ReadonlySet<InputUse>
  /** The type that an export stored in the description. */
  readonly describedType: string | undefined
}

/**
 * Chooses the type of an input and the keys that depend on it. Torque only has strings, which it parses as JSON for Terraform:
 * another type is chosen if that passes the same value to Terraform and does not change expressions.
 */
export function chooseType(written: RawInput, { uses, describedType }: TypeFacts): TypedInput {
  const goesToTerraform = uses.size === 1 && uses.has('variable')
  const raw = goesToTerraform ? withoutNullText(written) : written
  return (
    (describedType === undefined ? undefined : asDescribedType(raw, describedType)) ??
    asNumber(raw) ??
    asBool(raw, goesToTerraform) ??
    asChoiceOfSeveral(raw, goesToTerraform) ??
    asStructure(raw, goesToTerraform) ??
    asText(raw)
  )
}

/** A default of `null` means that Torque passes null to Terraform. */
function withoutNullText({
  default: value,
  'allowed-values': allowed,
  pattern,
  ...rest
}: RawInput): RawInput {
  if (value !== nullText) return { default: value, 'allowed-values': allowed, pattern, ...rest }
  const others = allowed?.filter((item) => item !== nullText)
  return {
    ...rest,
    'allowed-values': others?.length === 0 ? undefined : others,
    pattern: pattern === undefined ? undefined : withoutEmpty(pattern, nullText),
    optional: true,
  }
}

function asDescribedType(raw: RawInput, text: string): TypedInput | undefined {
  const parsed = parseType(text)
  if (!parsed.ok) return undefined
  const value = readJsonDefault(raw.default)
  if (value !== undefined && !acceptsValue(parsed.type, value)) return undefined
  return { type: text, ...valueOrOptional(value, raw), ...elementChoice(raw) }
}

/** The value of a default for an input that takes JSON. */
function readJsonDefault(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  const number = toNumber(value)
  if (number !== undefined) return number
  return value === 'true' || value === 'false' ? value === 'true' : (parseJsonText(value) ?? value)
}

function asNumber(raw: RawInput): TypedInput | undefined {
  const { type, pattern, default: value, 'allowed-values': allowed } = raw
  const isWhole = pattern === wholeNumberPattern
  if (!isWhole && pattern !== numberPattern && type !== 'number') return undefined
  const number = value === undefined ? undefined : toNumber(value)
  const choice = allowed?.map(toNumber)
  if ((value !== undefined && number === undefined) || choice?.some((item) => typeof item !== 'number'))
    return undefined
  return {
    type: 'number',
    ...valueOrOptional(number, raw),
    ...(choice === undefined ? {} : { 'allowed-values': choice.filter((item) => typeof item === 'number') }),
    ...(isWhole ? { 'multiple-of': 1 } : {}),
  }
}

function toNumber(value: Json): number | ExactNumber | undefined {
  if (typeof value !== 'string' || !new RegExp(numberPattern).test(value)) return undefined
  try {
    return parseNumber(value)
  } catch {
    // Its exponent has no end.
    return undefined
  }
}

function asBool(raw: RawInput, goesToTerraform: boolean): TypedInput | undefined {
  const { type, pattern, default: value, 'allowed-values': allowed } = raw
  const isBool = type === 'bool' || type === 'boolean'
  if (!isBool && (!goesToTerraform || pattern !== undefined)) return undefined
  const choice = allowed?.map(toBool)
  const given = value === undefined ? undefined : toBool(value)
  const isOdd = choice?.includes(undefined) === true || (value !== undefined && given === undefined)
  if (isOdd || (!isBool && choice === undefined && given === undefined)) return undefined
  const [first] = choice ?? []
  return {
    type: 'bool',
    ...valueOrOptional(given, raw),
    ...(first !== undefined && choice?.every((item) => item === first) === true
      ? { 'allowed-values': [first] }
      : {}),
  }
}

function toBool(value: Json): boolean | undefined {
  const word = typeof value === 'string' ? value.toLowerCase() : undefined
  return word === 'true' || word === 'false' ? word === 'true' : undefined
}

/** A multi-select gives a JSON list. */
function asChoiceOfSeveral(raw: RawInput, goesToTerraform: boolean): TypedInput | undefined {
  if (raw.style !== 'multi-select' || !goesToTerraform) return undefined
  const value = readJsonDefault(raw.default)
  if (value !== undefined && !acceptsValue({ kind: 'list', element: { kind: 'string' } }, value))
    return undefined
  return { type: 'list(string)', ...valueOrOptional(value, raw), ...elementChoice(raw) }
}

function elementChoice({ style, 'allowed-values': allowed }: RawInput): TypedInput {
  if (allowed === undefined) return {}
  return style === 'multi-select'
    ? { constraints: { '[*]': { 'allowed-values': [...allowed] } } }
    : { 'allowed-values': [...allowed] }
}

/** Inputs whose default is a list or a map, and any dictionary. */
function asStructure(raw: RawInput, goesToTerraform: boolean): TypedInput | undefined {
  const { type, default: written, pattern, 'allowed-values': allowed } = raw
  const isPlain = pattern === undefined && allowed === undefined
  const parsed = typeof written === 'string' && goesToTerraform && isPlain ? parseJsonText(written) : written
  const value = parsed !== undefined && isStructure(parsed) ? parsed : undefined
  if (value === undefined)
    return type === 'dictionary' && written === undefined ? { type: 'map(string)' } : undefined
  return { type: structureType(value, type), default: value }
}

/** Only texts say something of the other elements: a number may be one of several attributes of an object. */
function structureType(value: Json, type: string | undefined): string {
  const items = isJsonList(value) ? value : isJsonObject(value) ? Object.values(value) : []
  const areTexts = items.length > 0 && items.every((item) => typeof item === 'string')
  if (isJsonList(value)) return areTexts ? 'list(string)' : 'list(any)'
  return type === 'dictionary' && areTexts ? 'map(string)' : 'map(any)'
}

function asText(raw: RawInput): TypedInput {
  const { default: value, pattern, 'allowed-values': allowed } = raw
  return {
    type: 'string',
    ...valueOrOptional(value, raw),
    ...(allowed === undefined ? {} : { 'allowed-values': [...allowed] }),
    ...(pattern === undefined ? {} : { pattern }),
  }
}

/** Torque's form requires a value unless the input has a default, a pattern that matches the empty text, or `optional`. */
function valueOrOptional(value: Json | undefined, { optional, pattern }: RawInput): TypedInput {
  if (value !== undefined) return { default: value }
  const acceptsEmpty = optional ?? (pattern !== undefined && new RegExp(pattern, 'u').test(''))
  return acceptsEmpty ? { optional: true } : {}
}
