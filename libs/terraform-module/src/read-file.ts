import type { Diagnostic } from '@groundplan/errors'
import { findJsonError } from './find-json-error.ts'
import { parseHcl, type HclBody } from './hcl.ts'
import { scanBlocks, type BlockHeader } from './scan-blocks.ts'
import { baseName, decodeText, type SourceFile } from './source-file.ts'
import { createPositionFinder, positionAt, type TextPosition } from './text-position.ts'

/** One block of configuration: its header, where it stands, and its arguments as hcl2json writes them. */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly file: string
  readonly line: number | undefined
  readonly column: number | undefined
  readonly body: HclBody
}

export interface ReadFileResult {
  readonly blocks: readonly Block[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Largest file that is read, in characters. */
const maximumLength = 5_000_000

/** Reads one file's top-level blocks in the order in which they are written. */
export async function readFile(file: SourceFile): Promise<ReadFileResult> {
  const text = decodeText(file.bytes)
  if (text === undefined) return refuse(file, 'encoding', 'The file is not UTF-8 text.')
  if (text.length > maximumLength)
    return refuse(file, 'size', `The file is longer than ${maximumLength} characters.`)
  if (baseName(file.path).endsWith('.json')) return readJson(file.path, text)
  const parsed = await parseHcl(file.path, text)
  if (!parsed.ok) return { blocks: [], diagnostics: parsed.diagnostics }
  return { blocks: orderBlocks(file.path, parsed.body, scanBlocks(text)), diagnostics: [] }
}

function refuse({ path }: SourceFile, rule: string, message: string): ReadFileResult {
  return { blocks: [], diagnostics: [{ severity: 'error', rule, file: path, message }] }
}

/** hcl2json sorts blocks by name; the scanned headers give order and place back. */
function orderBlocks(file: string, body: HclBody, headers: readonly BlockHeader[]): readonly Block[] {
  const taken = new Map<string, number>()
  return headers.flatMap(({ type, labels, line, column }) => {
    const key = JSON.stringify([type, ...labels])
    const index = taken.get(key) ?? 0
    taken.set(key, index + 1)
    const found = bodiesAt(body, [type, ...labels])[index]
    return found === undefined ? [] : [{ type, labels, file, line, column, body: found }]
  })
}

function bodiesAt(body: HclBody, path: readonly string[]): readonly HclBody[] {
  let found: unknown = body
  for (const name of path) found = isObject(found) ? found[name] : undefined
  return Array.isArray(found) ? found.filter(isObject) : []
}

const labelCounts: Readonly<Record<string, number>> = {
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  resource: 2,
  data: 2,
  terraform: 0,
  locals: 0,
}

/** JSON syntax: a block type's labels are nested keys; the innermost value is one body or a list of them. */
function readJson(file: string, text: string): ReadFileResult {
  const parsed = parseJson(file, text)
  if (!parsed.ok) return { blocks: [], diagnostics: parsed.diagnostics }
  const blocks = Object.entries(labelCounts).flatMap(([type, count]) => {
    const find = createKeyFinder(text, type)
    return jsonBodies(parsed.body[type], count, []).map(({ labels, body }): Block => {
      const place = find(labels.at(-1) ?? type)
      return { type, labels, file, line: place?.line, column: place?.column, body }
    })
  })
  return { blocks, diagnostics: [] }
}

function jsonBodies(
  value: unknown,
  count: number,
  labels: readonly string[],
): { labels: readonly string[]; body: HclBody }[] {
  if (Array.isArray(value)) return value.flatMap((item) => jsonBodies(item, count, labels))
  if (!isObject(value)) return []
  if (count === 0) return [{ labels, body: value }]
  return Object.entries(value).flatMap(([name, inner]) => jsonBodies(inner, count - 1, [...labels, name]))
}

/** Deepest JSON that is read; a body is walked through by recursion later. */
const maximumDepth = 200

function parseJson(path: string, text: string) {
  const failure = (message: string, index: number) => {
    const diagnostic = {
      severity: 'error',
      rule: 'syntax',
      file: path,
      ...positionAt(text, index),
      message,
    } as const
    return { ok: false as const, diagnostics: [diagnostic] }
  }
  const error = findJsonError(text)
  if (error !== undefined) return failure(error.message, error.index)
  const body: unknown = JSON.parse(text)
  if (isDeeperThan(body, maximumDepth))
    return failure(`This is nested deeper than ${maximumDepth} levels.`, 0)
  return isObject(body) ? { ok: true as const, body } : failure('The file is JSON but not an object.', 0)
}

function isDeeperThan(value: unknown, depth: number): boolean {
  let level = [value]
  for (let left = depth; left >= 0 && level.length > 0; left -= 1)
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  return level.length > 0
}

/** Finds the places of a type's labels, given in the order of the text: each is looked for behind the one before. */
function createKeyFinder(text: string, type: string): (label: string) => TextPosition | undefined {
  const position = createPositionFinder(text)
  const isKey = /\s*:/y
  let from = text.indexOf(JSON.stringify(type))
  return (label) => {
    const key = JSON.stringify(label)
    let index = text.indexOf(key, from)
    while (index !== -1) {
      from = index + key.length
      isKey.lastIndex = from
      if (isKey.test(text)) return position(index)
      index = text.indexOf(key, from)
    }
    from = text.length
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
