import { convertValue } from './convert-value.ts'
import { readKey, readLiteral } from './parse-literal.ts'
import { printType } from './print-type.ts'
import type { ObjectAttribute, TerraformType } from './terraform-type.ts'
import { createTokenReader, nameToken, type TokenReader } from './token-reader.ts'
import { tokenize, TypeSyntaxError } from './tokenize.ts'

export type ParseTypeResult =
  | {
      readonly ok: true
      readonly type: TerraformType
      /** True for `"string"`, `list` or `map`, forms of Terraform 0.11. */ readonly legacy: boolean
    }
  | {
      readonly ok: false
      readonly message: string
      /** Index into the text, from 0. */ readonly offset: number
    }

const maximumDepth = 100

/** Parses a type expression as written after `type =`. Never throws; only drops comments and white space. */
export function parseType(text: string): ParseTypeResult {
  const type = plainTypes.get(text)
  return type === undefined ? parseAnyType(text) : { ok: true, type, legacy: false }
}

/** Nine of ten variables have one of these types, written like this. */
const plainTypes = listPlainTypes()

function listPlainTypes(): ReadonlyMap<string, TerraformType> {
  const primitives = (['string', 'number', 'bool', 'any'] as const).map((kind): TerraformType => ({ kind }))
  const collect = (elements: readonly TerraformType[]) =>
    (['list', 'set', 'map'] as const).flatMap((kind) =>
      elements.map((element): TerraformType => ({ kind, element })),
    )
  const collections = collect(primitives)
  return new Map(
    [...primitives, ...collections, ...collect(collections)].map((type) => [printType(type), type]),
  )
}

function parseAnyType(text: string): ParseTypeResult {
  try {
    const reader = createTokenReader(tokenize(text))
    const state = { legacy: false }
    const type = readType(reader, state, maximumDepth)
    const rest = reader.peek()
    if (rest.kind !== 'end')
      throw new TypeSyntaxError(`unexpected ${nameToken(rest)} after the type`, rest.offset)
    return { ok: true, type, legacy: state.legacy }
  } catch (error) {
    if (error instanceof TypeSyntaxError) return { ok: false, message: error.message, offset: error.offset }
    throw error
  }
}

interface ParseState {
  legacy: boolean
}

function readType(reader: TokenReader, state: ParseState, depth: number): TerraformType {
  const token = reader.next()
  if (depth <= 0) throw new TypeSyntaxError('nested too deeply', token.offset)
  if (token.kind === 'string') state.legacy = true
  if (token.kind !== 'word' && token.kind !== 'string') {
    throw new TypeSyntaxError(`expected a type, found ${nameToken(token)}`, token.offset)
  }
  switch (token.text) {
    case 'string':
    case 'number':
    case 'bool':
    case 'any':
      return { kind: token.text }
    case 'list':
    case 'set':
    case 'map':
      return { kind: token.text, element: readElement(reader, state, depth) }
    case 'tuple':
      return { kind: 'tuple', elements: readTuple(reader, state, depth) }
    case 'object':
      return { kind: 'object', attributes: readAttributes(reader, state, depth) }
    default:
      throw new TypeSyntaxError(`unknown type ${nameToken(token)}`, token.offset)
  }
}

function readElement(reader: TokenReader, state: ParseState, depth: number): TerraformType {
  if (!reader.accept('(')) {
    state.legacy = true
    return { kind: 'any' }
  }
  const element = readType(reader, state, depth - 1)
  reader.accept(',')
  reader.expect(')', 'after the element type')
  return element
}

function readTuple(reader: TokenReader, state: ParseState, depth: number): readonly TerraformType[] {
  reader.expect('(', 'after "tuple"')
  reader.expect('[', 'after "tuple("')
  const elements: TerraformType[] = []
  while (!reader.accept(']')) {
    elements.push(readType(reader, state, depth - 1))
    if (!reader.accept(',')) {
      reader.expect(']', 'after the element types')
      break
    }
  }
  reader.accept(',')
  reader.expect(')', 'after the element types')
  return elements
}

function readAttributes(reader: TokenReader, state: ParseState, depth: number): readonly ObjectAttribute[] {
  reader.expect('(', 'after "object"')
  reader.expect('{', 'after "object("')
  const attributes = new Map<string, ObjectAttribute>()
  while (!reader.accept('}')) {
    const keyToken = reader.next()
    const name = readKey(keyToken)
    if (attributes.has(name))
      throw new TypeSyntaxError(`the attribute "${name}" is defined twice`, keyToken.offset)
    if (!reader.accept(':')) reader.expect('=', `after the attribute "${name}"`)
    attributes.set(name, readAttribute(name, reader, state, depth))
    reader.accept(',')
  }
  reader.accept(',')
  reader.expect(')', 'after the attributes')
  return [...attributes.values()]
}

function readAttribute(name: string, reader: TokenReader, state: ParseState, depth: number): ObjectAttribute {
  if (reader.peek().kind !== 'word' || reader.peek().text !== 'optional') {
    return { name, type: readType(reader, state, depth - 1), optional: false }
  }
  reader.next()
  reader.expect('(', 'after "optional"')
  const type = readType(reader, state, depth - 1)
  const withDefault =
    reader.accept(',') && !(reader.peek().kind === 'punctuation' && reader.peek().text === ')')
  const attribute = withDefault
    ? { name, type, optional: true, default: convertValue(readLiteral(reader, depth - 1), type) }
    : { name, type, optional: true }
  reader.accept(',')
  reader.expect(')', 'after "optional(…"')
  return attribute
}
