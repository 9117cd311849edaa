import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { jsonArguments, nativeArguments, type Argument } from './block.ts'
import { decodeText, type SourceFile } from './source-file.ts'
import { FileText } from './syntax/file-text.ts'
import { judgeHcl } from './syntax/judge-hcl.ts'
import { parseHcl } from './syntax/parse-hcl.ts'
import { parseJson } from './syntax/parse-json.ts'

/** The value of one variable. */
export interface FileValue {
  readonly name: string
  readonly value: Json
  readonly position: SourcePosition
}

export interface ValueFile {
  /** In order, each name once. */
  readonly values: readonly FileValue[]
  /** Everything in it that is no literal value; nothing of the file counts then. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Largest file that is read, in characters. */
const maximumLength = 1_000_000

/**
 * Reads a `.tfvars` file, or a JSON file of values such as `.tfvars.json`. Only literal values are read: what would have to be computed is
 * a finding, whose message never shows it, since it may be a secret.
 */
export async function readValueFile({ path, bytes }: SourceFile): Promise<ValueFile> {
  const text = decodeText(bytes)
  if (text === undefined) return refuse({ file: path }, 'encoding', 'The file is not UTF-8.')
  if (text.length > maximumLength)
    return refuse({ file: path }, 'size', `The file exceeds ${maximumLength} characters.`)
  const file = new FileText(path, text)
  return path.endsWith('.json') ? readJson(file) : readNative(file)
}

async function readNative(file: FileText): Promise<ValueFile> {
  const { body, errors } = parseHcl(file.text)
  if (errors.length > 0) {
    const own = errors.map(({ message, index }) => toDiagnostic(placeOf(file, index), 'syntax', message))
    const judged = await judgeHcl(file.path, file.text)
    return { values: [], diagnostics: judged === undefined || judged.length === 0 ? own.slice(0, 1) : judged }
  }
  const blocks = body.blocks.map(({ index, type }) =>
    toDiagnostic(placeOf(file, index), 'no-block', `"${type}" is a block; a file of values has none.`),
  )
  return toValues(nativeArguments(file, body), blocks)
}

function readJson(file: FileText): ValueFile {
  const parsed = parseJson(file.text)
  const [error] = parsed.ok ? parsed.errors : [parsed.error]
  if (error !== undefined) return refuse(placeOf(file, error.index), 'syntax', error.message)
  if (!parsed.ok || parsed.node.kind !== 'object')
    return refuse(placeOf(file, 0), 'syntax', 'The file is JSON but not an object of values.')
  return toValues(jsonArguments(file, parsed.node.entries), [])
}

function toValues(list: readonly Argument[], others: readonly Diagnostic[]): ValueFile {
  const values = list.map(({ name, constant, position }) => ({ name, value: constant, position }))
  const computed = values
    .filter(({ value }) => value === undefined)
    .map(({ name, position }) =>
      toDiagnostic(
        position,
        'not-literal',
        `The value of "${name}" is not literal: it would have to be computed.`,
      ),
    )
  const diagnostics = [...others, ...computed]
  if (diagnostics.length > 0) return { values: [], diagnostics }
  return {
    values: values.flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }])),
    diagnostics: [],
  }
}

function refuse(position: SourcePosition, rule: string, message: string): ValueFile {
  return { values: [], diagnostics: [toDiagnostic(position, rule, message)] }
}

function toDiagnostic(position: SourcePosition, rule: string, message: string): Diagnostic {
  return { severity: 'error', rule, ...position, message }
}

function placeOf(file: FileText, index: number): SourcePosition {
  return { file: file.path, ...file.positionAt(index) }
}
