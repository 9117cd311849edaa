import { printFlow, printQuoted } from '../yaml/print-yaml.ts'
import type { Change } from './merge-plan.ts'
import { quoteValue } from './quote-entry.ts'
import { newlineOf, type Splice, type SpliceTexts } from './splice.ts'
import { columnOf, indent, nextLine, trimBlanks, trimBlanksEnd, trimBlanksStart } from './text-lines.ts'
import { toPlain, type Entry } from './tree.ts'

interface ValueContext {
  readonly isFlow: boolean
  readonly texts: SpliceTexts
}

/** Replaces a value with the generated one. Keeps anchors, tags and comments next to a single-line value. */
export function spliceReplacement(
  { target, source, quotes }: Change & { readonly kind: 'replace' },
  { isFlow, texts }: ValueContext,
): readonly Splice[] {
  const { value } = target
  const quoted = quotes === undefined ? undefined : inQuotes(source, quotes)
  const lines = linesOf()
  const isLine = lines.length === 1 && (isFlow || source.value.kind === 'leaf')
  if (value.kind === 'leaf' && value.span !== undefined && value.span.style !== 'block' && isLine) {
    const { start, end } = value.span
    if (start < end) return [{ start, end, text: trimBlanks(lines[0] ?? '') }]
  }
  return spliceValue(target, lines, texts.edited)

  function linesOf(): readonly string[] {
    if (quoted !== undefined) return [` ${quoted}`]
    return isFlow ? [` ${printFlow(toPlain(source.value))}`] : quoteValue(source, texts.generated)
  }
}

function inQuotes({ value }: Entry, quotes: 'single' | 'double'): string | undefined {
  if (value.kind !== 'leaf' || typeof value.value !== 'string') return undefined
  const text = printQuoted(value.value, quotes)
  return text.includes('\n') ? undefined : text
}

/** Replaces everything after the colon or dash of an entry with lines. Keeps a comment on the first line. */
export function spliceValue(
  { kind, span }: Entry,
  lines: readonly string[],
  text: string,
): readonly Splice[] {
  if (span === undefined) return []
  const [first = '', ...others] = lines
  // A key without a colon gets one; an element of a flow list has no dash before it.
  const start = span.value ?? span.end
  const opening = span.value === undefined && kind === 'map' ? `:${first}` : first
  if (others.length === 0)
    return [{ start, end: span.end, text: start === span.start ? trimBlanksStart(opening) : opening }]
  const column = columnOf(text, span.start)
  const rest = trimBlanksEnd(text.slice(span.end, nextLine(text, span.end)))
  const isComment = /^[ \t]+#/.test(rest)
  const body = others.map((line) => newlineOf(text) + indent(line, column)).join('')
  const end = span.end + (isComment ? rest.length : 0)
  return [{ start, end, text: trimBlanksEnd(opening) + (isComment ? rest : '') + body }]
}
