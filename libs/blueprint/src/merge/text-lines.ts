/**
 * Lines of a text for the merge: where they begin, their indentation, and the comments that belong to entries.
 */
import type { Entry, EntrySpan } from './tree.ts'

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Offset of the next line, or of the end of the text. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

/** Indentation at an offset. A byte order mark does not count. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset)
  return offset - start - (text.startsWith('\ufeff', start) ? 1 : 0)
}

/** True if only spaces precede it on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return /^\ufeff?[ ]*$/.test(text.slice(lineStart(text, offset), offset))
}

/**
 * Start of the comments directly above an entry, or of its own line. Only for entries that are first on their
 * line.
 */
export function blockStart(text: string, { start }: EntrySpan, floor: number): number {
  let found = lineStart(text, start)
  while (found > floor) {
    const above = lineStart(text, found - 1)
    if (above < floor || !/^\ufeff?[ \t]*#/.test(text.slice(above, found))) return found
    found = above
  }
  return found
}

/** End of the lines of an entry, including comments that are indented further than the entry. */
export function blockEnd(text: string, { start, end }: EntrySpan): number {
  const column = columnOf(text, start)
  let found = nextLine(text, end)
  for (let line = found; line < text.length; line = nextLine(text, line)) {
    const [, indent = '', sign = ''] = /^([ \t]*)(\S?)/.exec(text.slice(line, nextLine(text, line))) ?? []
    if (sign === '#' && indent.length > column) found = nextLine(text, line)
    else if (sign !== '' && sign !== '\r') break
  }
  return found
}

/** The lines of each entry of a block map or list, from the comments above it to those inside it. */
export function entryLines(
  text: string,
  entries: readonly Entry[],
  floor: number,
): ReadonlyMap<Entry, readonly [number, number]> {
  const lines = new Map<Entry, readonly [number, number]>()
  let from = floor
  for (const entry of entries) {
    if (entry.span === undefined) continue
    const start = isFirstOnLine(text, entry.span.start)
      ? blockStart(text, entry.span, from)
      : entry.span.start
    const end = blockEnd(text, entry.span)
    lines.set(entry, [start, end])
    from = end
  }
  return lines
}

/** Removes the common indentation; the first line keeps its start. */
export function dedent(text: string, column: number): readonly string[] {
  const [first = '', ...others] = text.split(/\r?\n/)
  const margin = new RegExp(`^ {0,${column}}`)
  return [first, ...others.map((line) => line.replace(margin, ''))]
}

/** A line, indented to a column; empty lines stay empty. */
export function indent(line: string, column: number): string {
  return line === '' ? '' : ' '.repeat(column) + line
}

/**
 * Without YAML's own blanks at both ends: spaces, tabs and line ends. JavaScript's `trim` would take characters that are content,
 * such as the no-break space.
 */
export function trimBlanks(text: string): string {
  return trimBlanksStart(trimBlanksEnd(text))
}

export function trimBlanksStart(text: string): string {
  let start = 0
  while (isBlank(text[start])) start += 1
  return text.slice(start)
}

export function trimBlanksEnd(text: string): string {
  let end = text.length
  while (isBlank(text[end - 1])) end -= 1
  return text.slice(0, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}
