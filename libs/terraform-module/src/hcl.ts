import { errorMessage, type Diagnostic } from '@groundplan/errors'
import { parse } from '@cdktf/hcl2json'

/** A configuration's blocks by type, then by label, as hcl2json gives them: every block is an element of a list. */
export type HclBody = Readonly<Record<string, unknown>>

export type ParseHclResult =
  | { readonly ok: true; readonly body: HclBody }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Parses one file of HCL native syntax with HashiCorp's own parser. Syntax errors are values. */
export async function parseHcl(path: string, text: string): Promise<ParseHclResult> {
  try {
    return { ok: true, body: await parse('file.tf', text) }
  } catch (error) {
    return { ok: false, diagnostics: readParserMessage(path, errorMessage(error)) }
  }
}

const finding =
  /file\.tf:(\d+),(\d+)(?:-\d+(?:,\d+)?)?: ([\s\S]*?)(?=(?:, and \d+ other diagnostic|; file\.tf:\d|\]?\s*$))/g

/** The parser's message is `parse config: [FILE:LINE,COLUMN-…: Summary; Detail.]`. */
function readParserMessage(path: string, message: string): readonly Diagnostic[] {
  const found = [...message.matchAll(finding)].map((match): Diagnostic => {
    const [summary = '', ...detail] = (match[3] ?? '').split('; ')
    return {
      severity: 'error',
      rule: 'syntax',
      file: path,
      line: Number(match[1]),
      column: Number(match[2]),
      message: [summary, ...detail].join(': '),
    }
  })
  if (found.length > 0) return found
  return [{ severity: 'error', rule: 'syntax', file: path, message: message.replace(/^parse config: /, '') }]
}
