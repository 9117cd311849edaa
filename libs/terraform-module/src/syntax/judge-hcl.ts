import { errorMessage, type Diagnostic } from '@groundplan/errors'
import { parse } from '@cdktf/hcl2json'
import { findObstacle } from './find-obstacle.ts'

/** A configuration's blocks by type, then by label, as hcl2json gives them: every block is an element of a list. */
export type HclBody = Readonly<Record<string, unknown>>

export type ParseHclResult =
  | { readonly ok: true; readonly body: HclBody }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Parses one file of HCL native syntax with HashiCorp's own parser. Syntax errors are values. */
export async function parseHcl(path: string, text: string): Promise<ParseHclResult> {
  const obstacle = findObstacle(path, text)
  if (obstacle !== undefined) return { ok: false, diagnostics: [obstacle] }
  try {
    return { ok: true, body: await answerOf(parse(parsedName, text)) }
  } catch (error) {
    return { ok: false, diagnostics: readParserMessage(path, errorMessage(error)) }
  }
}

/** The name that the parser's messages use for the file; no file is read. */
const parsedName = 'file.tf'

/** How long a parser that has died is waited for, in milliseconds. Parsing itself blocks, so that it is never cut short. */
const patience = 20_000

/** The parser's answer. Where its WebAssembly instance has died, it never answers; that becomes an error. */
async function answerOf<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The parser does not answer any more.')), patience)
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    clearTimeout(timer)
  }
}

const findingStart = /(?<=[[ ])file\.tf:(\d+),(\d+)-\d+(?:,\d+)?: /g
const rangeInText = /file\.tf:(\d+),(\d+)-\d+(?:,\d+)?/g

/** The parser's message is `parse config: [FILE:LINE,COLUMN-…: Summary; Detail FILE:LINE,… ]`: every finding, parted by blanks. */
function readParserMessage(path: string, message: string): readonly Diagnostic[] {
  const starts = [...message.matchAll(findingStart)]
  if (starts.length === 0)
    return [{ severity: 'error', rule: 'syntax', file: path, message: unwrap(message) }]
  const diagnostics = starts.map((start, index): Diagnostic & { line: number; column: number } => {
    const end = starts[index + 1]?.index ?? message.lastIndexOf(']')
    return {
      severity: 'error',
      rule: 'syntax',
      file: path,
      line: Number(start[1]),
      column: Number(start[2]),
      message: message
        .slice(start.index + start[0].length, end)
        .trim()
        .replace('; ', ': ')
        .replace(rangeInText, (_, line: string, column: string) => `${path}:${line}:${column}`),
    }
  })
  return diagnostics.sort((left, right) => left.line - right.line || left.column - right.column)
}

/** Without the steps in which the parser was. */
function unwrap(message: string): string {
  return message.replace(
    /^(?:(?:parse config|convert to HCL|convert file|convert body|convert block): )+/,
    '',
  )
}
