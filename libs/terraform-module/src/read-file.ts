import type { Diagnostic } from '@groundplan/errors'
import { jsonBlocks, nativeBlocks, type Block } from './block.ts'
import { baseName, decodeLeniently, type SourceFile } from './source-file.ts'
import { FileText } from './syntax/file-text.ts'
import { judgeHcl } from './syntax/judge-hcl.ts'
import { lexHcl } from './syntax/lex-hcl.ts'
import { parseHcl } from './syntax/parse-hcl.ts'
import { parseJson } from './syntax/parse-json.ts'

export interface ReadFileResult {
  /** The top-level blocks, in source order. For an invalid file, those that could be read. */
  readonly blocks: readonly Block[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Largest file that is read, in characters. */
const maximumLength = 5_000_000

/** Reads one configuration file. Problems become diagnostics. */
export async function readFile(file: SourceFile): Promise<ReadFileResult> {
  if (isUtf16(file.bytes)) return refuse(file, 'encoding', 'The file is UTF-16. Terraform reads UTF-8 only.')
  const { text, invalidAt } = decodeLeniently(file.bytes)
  if (text.length > maximumLength)
    return refuse(file, 'size', `The file exceeds ${maximumLength} characters.`)
  const source = new FileText(file.path, text)
  const isJson = baseName(file.path).endsWith('.json')
  const { blocks, diagnostics } = isJson ? readJson(source) : await readNative(source)
  if (invalidAt === undefined) return { blocks, diagnostics }
  const isHarmless = !isJson && isInComment(text, invalidAt)
  return { blocks, diagnostics: [invalidByte(source, invalidAt, isHarmless), ...diagnostics] }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function isInComment(text: string, index: number): boolean {
  for (const { kind, start, end } of lexHcl(text))
    if (index < end) return kind === 'comment' && start <= index
  return false
}

/** Terraform ignores such a byte in a comment and rejects it anywhere else. */
function invalidByte(file: FileText, index: number, isHarmless: boolean): Diagnostic {
  return {
    ...{ severity: isHarmless ? 'warning' : 'error', rule: 'encoding', file: file.path },
    ...file.positionAt(index),
    message: isHarmless ? 'A byte in a comment is not UTF-8.' : 'A byte is not UTF-8.',
    hint: 'Save the file as UTF-8.',
  }
}

function refuse({ path }: SourceFile, rule: string, message: string): ReadFileResult {
  return { blocks: [], diagnostics: [{ severity: 'error', rule, file: path, message }] }
}

/** HashiCorp's parser rechecks files that ours rejects: its verdict is authoritative and users know its messages. */
async function readNative(file: FileText): Promise<ReadFileResult> {
  const { body, errors } = parseHcl(file.text)
  const blocks = nativeBlocks(file, body)
  if (errors.length === 0) return { blocks, diagnostics: [] }
  const own = errors
    .slice(0, maximumFindings)
    .map(({ message, index, rule }) => syntaxError(file, { message, index, rule }))
  return { blocks, diagnostics: (await judgeHcl(file.path, file.text)) ?? own }
}

/** Most findings about one file's syntax. */
const maximumFindings = 20

function readJson(file: FileText): ReadFileResult {
  const parsed = parseJson(file.text)
  if (!parsed.ok) return { blocks: [], diagnostics: [syntaxError(file, parsed.error)] }
  const diagnostics = parsed.errors.slice(0, maximumFindings).map((error) => syntaxError(file, error))
  if (parsed.node.kind === 'object' || parsed.node.kind === 'array')
    return { blocks: jsonBlocks(file, parsed.node), diagnostics }
  const message = 'The file is JSON but not an object.'
  return { blocks: [], diagnostics: [syntaxError(file, { message, index: 0, rule: 'syntax' })] }
}

function syntaxError(
  file: FileText,
  { message, index, rule }: { message: string; index: number; rule: string },
): Diagnostic {
  return { severity: 'error', rule, file: file.path, ...file.positionAt(index), message }
}
