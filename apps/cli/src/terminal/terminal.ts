import { once } from 'node:events'
import { styleText } from 'node:util'
import { stringifyJson } from '@groundplan/terraform-type'
import { markStyle, onlyOurStyles } from './only-our-styles.ts'
import { printTable, type Cell } from './print-table.ts'

/** How a command talks: results on standard output, everything else on standard error. */
export interface Terminal {
  /** True if results are JSON for machines. */
  readonly json: boolean
  /** True if a person watches: bars and colours make sense. */
  readonly interactive: boolean
  /** Prints the result: one line of JSON, or the output of `text`. */
  result(value: unknown, text: () => string): void
  /**
   * Prints a piece of a result that comes bit by bit, and waits where the reader is slow. False once nobody reads any more, e.g.
   * behind `| head`.
   */
  write(text: string): Promise<boolean>
  /** Prints a remark for people; it never mixes with a result. */
  note(text: string): void
  table(header: readonly string[], rows: readonly (readonly Cell[])[]): string
  style(format: Parameters<typeof styleText>[0], text: string): string
}

export function createTerminal({ json }: { readonly json: boolean }): Terminal {
  const style: Terminal['style'] = (format, text) =>
    markStyle(text, (inner) => styleText(format, inner, { stream: process.stdout }))
  const write = createWriter(process.stdout)
  return {
    json,
    interactive: !json && process.stderr.isTTY,
    result(value, text) {
      const printed = json ? escapedJson(stringifyJson(value)) : onlyOurStyles(text())
      if (printed !== '') process.stdout.write(printed.endsWith('\n') ? printed : `${printed}\n`)
    },
    write: (text) => write(json ? escapedJson(text) : onlyOurStyles(text)),
    note(text) {
      process.stderr.write(`${onlyOurStyles(text)}\n`)
    },
    table: (header, rows) =>
      printTable(header, rows, { width: process.stdout.isTTY ? process.stdout.columns : undefined, style }),
    style,
  }
}

/** Control characters that terminals interpret but JSON permits unescaped. */
function escapedJson(text: string): string {
  return text.replace(
    /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function createWriter(stream: NodeJS.WriteStream): Terminal['write'] {
  let isOpen = true
  const close = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    isOpen = false
  }
  return async (text) => {
    if (!stream.listeners('error').includes(close)) stream.on('error', close)
    if (isOpen && !stream.write(text)) await waitForReader(stream)
    return isOpen
  }
}

/** Until more may be written, or nobody reads any more. */
async function waitForReader(stream: NodeJS.WriteStream): Promise<void> {
  const done = new AbortController()
  const { signal } = done
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).finally(() =>
    done.abort(),
  )
}
