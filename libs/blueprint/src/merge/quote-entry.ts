import { printBlock, printFlow } from '../yaml/print-yaml.ts'
import { blockStart, columnOf, dedent, isFirstOnLine, trimBlanks } from './text-lines.ts'
import { toPlain, type Entry, type Tree } from './tree.ts'

/**
 * The lines of an entry with its key or dash, at the left margin: as written, with the comments above, or
 * printed if it was changed or contains anchors that have no meaning elsewhere.
 */
export function quoteEntry(entry: Entry, text: string): readonly string[] {
  const { kind, span } = entry
  if (span === undefined || !isAsWritten(entry) || (kind === 'list' && span.value === span.start))
    return printEntry(entry)
  const lines = dedent(text.slice(span.start, span.end), columnOf(text, span.start))
  if (!isFirstOnLine(text, span.start)) return lines
  const above = text
    .slice(blockStart(text, span, 0), span.start)
    .split('\n')
    .slice(0, -1)
  return [...above.map((line) => trimBlanks(line.replace('\ufeff', ''))), ...lines]
}

/** The lines of an entry after its colon or dash; the first belongs on the line of the key. */
export function quoteValue(entry: Entry, text: string): readonly string[] {
  const { kind, span } = entry
  if (span?.value !== undefined && isAsWritten(entry) && !(kind === 'list' && span.value === span.start)) {
    const lines = dedent(text.slice(span.value, span.end), columnOf(text, span.start))
    return lines.length === 1 && trimBlanks(lines[0] ?? '') === '' ? [' null'] : lines
  }
  const key = { ...entry, key: 'k' }
  const [first = '', ...others] = printEntry(key)
  return [first.slice(kind === 'map' ? 'k:'.length : '-'.length), ...others]
}

/** The entry on one line, for use inside braces or brackets. */
export function quoteFlow({ kind, key, value }: Entry): string {
  return printFlow(kind === 'map' ? new Map([[key, toPlain(value)]]) : [toPlain(value)]).slice(1, -1)
}

function printEntry({ kind, key, value }: Entry): readonly string[] {
  const plain = toPlain(value)
  return printBlock(kind === 'map' ? new Map([[key, plain]]) : [plain])
    .replace(/\n$/, '')
    .split('\n')
}

/** True if the text of the entry represents it completely, without anchors from elsewhere. */
function isAsWritten({ span, value }: Entry): boolean {
  return span !== undefined && !span.marked && isWritten(value)
}

function isWritten(tree: Tree): boolean {
  if (tree.kind === 'leaf') return tree.span !== undefined && tree.span.style !== 'alias'
  return tree.span !== undefined && tree.entries.every(isAsWritten)
}
