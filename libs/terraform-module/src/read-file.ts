import type { Diagnostic } from '@groundplan/errors'
import { jsonBlocks, nativeBlocks, type Block } from './block.ts'
import { baseName, decodeText, type SourceFile } from './source-file.ts'
import { FileText } from './syntax/file-text.ts'
import { judgeHcl } from './syntax/judge-hcl.ts'
import { parseHcl } from './syntax/parse-hcl.ts'
import { parseJson } from './syntax/parse-json.ts'

export interface ReadFileResult {
  /** The blocks of the top level, in the order in which they are written; from a broken file, those that could be read. */
  readonly blocks: readonly Block[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Largest file that is read, in characters. */
const maximumLength = 5_000_000

/** Reads one file of configuration. What is wrong with it is a diagnostic. */
export async function readFile(file: SourceFile): Promise<ReadFileResult> {
  const text = decodeText(file.bytes)
  if (text === undefined) return refuse(file, 'encoding', 'The file is not UTF-8 text.')
  if (text.length > maximumLength)
    return refuse(file, 'size', `The file exceeds ${maximumLength} characters.`)
  const source = new FileText(file.path, text)
  return baseName(file.path).endsWith('.json') ? readJson(source) : readNative(source)
}

function refuse({ path }: SourceFile, rule: string, message: string): ReadFileResult {
  return { blocks: [], diagnostics: [{ severity: 'error', rule, file: path, message }] }
}

/** What our parser refuses goes to HashiCorp's: it has the last word on whether a file is broken, and the field knows its messages. */
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
  if (parsed.node.kind === 'object' || parsed.node.kind === 'array')
    return { blocks: jsonBlocks(file, parsed.node), diagnostics: [] }
  const message = 'The file is JSON but not an object.'
  return { blocks: [], diagnostics: [syntaxError(file, { message, index: 0, rule: 'syntax' })] }
}

function syntaxError(
  file: FileText,
  { message, index, rule }: { message: string; index: number; rule: string },
): Diagnostic {
  return { severity: 'error', rule, file: file.path, ...file.positionAt(index), message }
}
