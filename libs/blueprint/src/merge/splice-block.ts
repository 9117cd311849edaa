import { arrange, type ContainerChanges } from './apply-changes.ts'
import { quoteEntry } from './quote-entry.ts'
import { spliceValue } from './replace-value.ts'
import { newlineOf, type ContainerPlace, type Splice, type SpliceTexts } from './splice.ts'
import {
  columnOf,
  entryLines,
  indent,
  isFirstOnLine,
  lineStart,
  nextLine,
  trimBlanks,
  trimBlanksStart,
} from './text-lines.ts'
import type { Branch, Entry } from './tree.ts'

/** Removes and adds entries of a block map or list, with the comments that belong to them. */
export function spliceBlock(
  place: ContainerPlace,
  changes: ContainerChanges,
  texts: SpliceTexts,
): readonly Splice[] {
  const { container } = place
  const lines = entryLines(texts.edited, container.entries, floorOf(place, texts.edited))
  if (container.entries.every((entry) => changes.removed.has(entry)))
    return refill(place, changes, lines, texts)
  const removals = spliceRemovals(container, changes, lines, texts.edited)
  return [...removals, ...spliceInsertions(container, changes, lines, texts)]
}

type Lines = ReadonlyMap<Entry, readonly [number, number]>

/** Comments between the line of the key and the first entry may belong to the first entry. */
function floorOf({ owner, container }: ContainerPlace, text: string): number {
  const from = owner.span?.value
  const start = container.span?.start ?? 0
  return from === undefined ? 0 : Math.min(nextLine(text, from), lineStart(text, start))
}

/** If all entries are removed, new ones or empty braces take their place. */
function refill(
  { container, owner }: ContainerPlace,
  changes: ContainerChanges,
  lines: Lines,
  { edited, generated }: SpliceTexts,
): readonly Splice[] {
  const { span, kind } = container
  const [first] = container.entries
  if (span === undefined || first === undefined) return []
  const added = arrange(container, changes)
  if (added.length === 0) {
    const braces = kind === 'map' ? '{}' : '[]'
    return owner.span === undefined
      ? [{ start: span.start, end: span.end, text: braces }]
      : spliceValue(owner, [` ${braces}`], edited)
  }
  const [start = span.start] = lines.get(first) ?? []
  const column = columnOf(edited, span.start)
  const written = added.flatMap(({ entry }) => quoteEntry(entry, generated))
  const [line = '', ...others] = written.map((text) => indent(text, column))
  const opening = start < span.start ? line : trimBlanksStart(line)
  return [{ start, end: span.end, text: [opening, ...others].join(newlineOf(edited)) }]
}

function spliceRemovals(
  { entries }: Branch,
  { removed }: ContainerChanges,
  lines: Lines,
  text: string,
): readonly Splice[] {
  const [first] = entries
  const isInline = first?.span !== undefined && !isFirstOnLine(text, first.span.start)
  const firstKept = entries.findIndex((entry) => !removed.has(entry))
  return entries.flatMap((entry, index): Splice[] => {
    const [start, end] = lines.get(entry) ?? [0, 0]
    if (!removed.has(entry) || start === end) return []
    if (!isInline || index > firstKept) return [{ start, end, text: '' }]
    // The first entry follows the dash of an element: the next one moves up to it.
    const next = entries[firstKept]?.span?.start
    return index === 0 && next !== undefined ? [{ start, end: next, text: '' }] : []
  })
}

function spliceInsertions(
  container: Branch,
  changes: ContainerChanges,
  lines: Lines,
  { edited, generated }: SpliceTexts,
): readonly Splice[] {
  const column = columnOf(edited, container.span?.start ?? 0)
  const isSpaced = hasBlankLines(container, lines, edited)
  const write = (entry: Entry) => {
    const written = quoteEntry(entry, generated).map((line) => indent(line, column))
    return isSpaced ? ['', ...written] : written
  }
  const splices: Splice[] = []
  let previous: Entry | undefined
  let waiting: string[] = []
  for (const { entry, isNew } of arrange(container, changes)) {
    if (!isNew) {
      if (previous === undefined) splices.push(...insertBefore(entry, waiting, lines, edited))
      else splices.push(...insertAfter(previous, waiting, lines, edited))
      previous = entry
      waiting = []
    } else waiting.push(...write(entry))
  }
  return [...splices, ...(previous === undefined ? [] : insertAfter(previous, waiting, lines, edited))]
}

/** True if every entry is separated from the previous one by a blank line. */
function hasBlankLines({ entries }: Branch, lines: Lines, text: string): boolean {
  return (
    entries.length > 1 &&
    entries.slice(1).every((entry) => {
      const [start] = lines.get(entry) ?? [0]
      return start > 0 && trimBlanks(text.slice(lineStart(text, start - 1), start)) === ''
    })
  )
}

function insertAfter(
  entry: Entry,
  written: readonly string[],
  lines: Lines,
  text: string,
): readonly Splice[] {
  const [, end] = lines.get(entry) ?? []
  if (written.length === 0 || end === undefined) return []
  const newline = newlineOf(text)
  const body = written.join(newline)
  const isOpenEnd = end === text.length && !text.endsWith('\n')
  return [{ start: end, end, text: isOpenEnd ? newline + body : body + newline }]
}

function insertBefore(
  entry: Entry,
  written: readonly string[],
  lines: Lines,
  text: string,
): readonly Splice[] {
  const [start] = lines.get(entry) ?? []
  if (written.length === 0 || start === undefined || entry.span === undefined) return []
  const newline = newlineOf(text)
  const [blank] = written
  const all = blank === '' ? [...written.slice(1), ''] : written
  if (isFirstOnLine(text, entry.span.start)) {
    // A byte order mark must stay the first character of the file.
    const at = text.startsWith('\ufeff', start) ? start + 1 : start
    return [{ start: at, end: at, text: all.join(newline) + newline }]
  }
  const column = columnOf(text, entry.span.start)
  const at = entry.span.start
  return [{ start: at, end: at, text: trimBlanksStart(all.join(newline)) + newline + ' '.repeat(column) }]
}
