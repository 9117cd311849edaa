/** An error that Terraform printed for people. */
export interface PrintedError {
  readonly summary: string
  readonly detail: string
  /** As Terraform names it; empty if it names none. */
  readonly file: string
  readonly line: number | undefined
}

/** Finds errors in what commands without `-json` print. */
export function parsePrintedErrors(text: string): readonly PrintedError[] {
  const found = withoutFrames(text).matchAll(/^Error: (.*)\n?([\s\S]*?)(?=^Error: |(?![\s\S]))/gm)
  return [...found].map(([, summary = '', rest = '']) => {
    const [, file = '', line] = /\bon (\S+) line (\d+)/.exec(rest) ?? []
    const detail = rest.replace(/^\s*on \S+ line \d+.*(?:\n\s*\d+:.*)*/m, '').trim()
    return { summary, detail, file, line: line === undefined ? undefined : Number(line) }
  })
}

/** Without the lines that Terraform draws around each error. */
function withoutFrames(text: string): string {
  return text.replace(/^[│╵╷]\s?/gm, '')
}
