import { errorMessage, type Diagnostic } from '@groundplan/errors'
import { isSafeToParse } from './is-safe-to-parse.ts'

/**
 * What HashiCorp's own parser finds wrong with a file of HCL native syntax; nothing if it accepts it, `undefined` if it must
 * not be asked, because it is slow on large files and does not survive some that are broken on purpose.
 */
export async function judgeHcl(path: string, text: string): Promise<readonly Diagnostic[] | undefined> {
  if (text.length > maximumLength || !isSafeToParse(text)) return undefined
  try {
    await parseWithHcl2json(text)
    return []
  } catch (error) {
    return readParserMessage(path, errorMessage(error))
  }
}

/** Longest text to parse, in characters: the parser reads one to two million per second. */
const maximumLength = 1_000_000

/** The name that the parser's messages use for the file; no file is read. */
const parsedName = 'file.tf'

/** A configuration's arguments, and its blocks by type, then by label, as hcl2json gives them: every block is an element of a list. */
export type Hcl2jsonBody = Readonly<Record<string, unknown>>

/** Parses a text with hcl2json; throws if it is not HCL. Check the text with `isSafeToParse` first. */
export async function parseWithHcl2json(text: string): Promise<Hcl2jsonBody> {
  // Loaded when it is needed first: its WebAssembly takes longer to unpack than most repositories take to read.
  const { parse } = await import('@cdktf/hcl2json')
  return answerOf(parse(parsedName, text))
}

/** How long to wait for a crashed parser, in milliseconds. Parsing itself blocks, so the limit never interrupts it. */
const patience = 20_000

/** The parser's answer. Where its WebAssembly instance has died, it never answers; that becomes an error. */
async function answerOf<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The parser stopped responding.')), patience)
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

/** Removes the parser's stack of steps. */
function unwrap(message: string): string {
  return message.replace(
    /^(?:(?:parse config|convert to HCL|convert file|convert body|convert block): )+/,
    '',
  )
}
