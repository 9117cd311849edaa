import { errorMessage, type Diagnostic } from '@groundplan/errors'
import { parseHcl, type HclBody } from './hcl.ts'
import { scanBlocks, type BlockHeader } from './scan-blocks.ts'
import { baseName, decodeText, type SourceFile } from './source-file.ts'

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

/** Reads one file's top-level blocks in the order in which they are written. */
export async function readFile(file: SourceFile): Promise<ReadFileResult> {
  const text = decodeText(file.bytes)
  if (text === undefined) {
    const message = 'The file is not UTF-8 text.'
    return { blocks: [], diagnostics: [{ severity: 'error', rule: 'encoding', file: file.path, message }] }
  }
  if (baseName(file.path).endsWith('.json')) return readJson(file.path, text)
  const parsed = await parseHcl(file.path, text)
  if (!parsed.ok) return { blocks: [], diagnostics: parsed.diagnostics }
  return { blocks: orderBlocks(file.path, parsed.body, scanBlocks(text)), diagnostics: [] }
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
  const blocks = Object.entries(labelCounts).flatMap(([type, count]) =>
    jsonBodies(parsed.body[type], count, []).map(({ labels, body }): Block => {
      const line = findLine(text, labels.at(-1) ?? type)
      return { type, labels, file, line, column: line === undefined ? undefined : 1, body }
    }),
  )
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

function parseJson(path: string, text: string) {
  try {
    const body: unknown = JSON.parse(text)
    if (isObject(body)) return { ok: true as const, body }
    return jsonFailure(path, 'The file is JSON but not an object.')
  } catch (error) {
    return jsonFailure(path, errorMessage(error))
  }
}

function jsonFailure(file: string, message: string) {
  const place = /\(line (\d+) column (\d+)\)/.exec(message)
  const diagnostic: Diagnostic = {
    severity: 'error',
    rule: 'syntax',
    file,
    line: place?.[1] === undefined ? 1 : Number(place[1]),
    column: place?.[2] === undefined ? 1 : Number(place[2]),
    message,
  }
  return { ok: false as const, diagnostics: [diagnostic] }
}

function findLine(text: string, key: string): number | undefined {
  const index = text.indexOf(`${JSON.stringify(key)}`)
  return index === -1 ? undefined : text.slice(0, index).split('\n').length
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
