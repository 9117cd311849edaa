import { arrange, type ContainerChanges } from './apply-changes.ts'
import { quoteEntry, quoteFlow } from './quote-entry.ts'
import { spliceValue } from './replace-value.ts'
import type { ContainerPlace, Splice, SpliceTexts } from './splice.ts'
import type { Branch, Entry } from './tree.ts'

/** Removes and adds entries between braces or brackets. */
export function spliceFlow(
  place: ContainerPlace,
  changes: ContainerChanges,
  texts: SpliceTexts,
): readonly Splice[] {
  const { container, owner, isOwnerInFlow } = place
  const { span } = container
  if (span === undefined) return []
  const arranged = arrange(container, changes)
  if (container.entries.length === 0 && !isOwnerInFlow && isWorthLines(arranged.map(({ entry }) => entry))) {
    const written = arranged.flatMap(({ entry }) => quoteEntry(entry, texts.generated))
    if (owner.span !== undefined)
      return spliceValue(owner, ['', ...written.map((line) => `  ${line}`)], texts.edited)
  }
  if (arranged.every(({ isNew }) => isNew)) {
    const [open, close] = container.kind === 'map' ? ['{', '}'] : ['[', ']']
    const inner = arranged.map(({ entry }) => quoteFlow(entry)).join(', ')
    return [{ start: span.start, end: span.end, text: open + inner + close }]
  }
  return [...spliceRemovals(container, changes), ...spliceInsertions(container, changes)]
}

function isWorthLines(entries: readonly Entry[]): boolean {
  return entries.some(({ value }) => value.kind !== 'leaf')
}

/** Removes runs of entries, each with the comma before or after it. */
function spliceRemovals({ entries }: Branch, { removed }: ContainerChanges): readonly Splice[] {
  const splices: Splice[] = []
  for (let from = 0; from < entries.length; from += 1) {
    if (!isRemoved(from)) continue
    let to = from
    while (isRemoved(to + 1)) to += 1
    const [first, last] = [entries[from]?.span, entries[to]?.span]
    const [previous, next] = [entries[from - 1]?.span, entries[to + 1]?.span]
    if (first !== undefined && next !== undefined)
      splices.push({ start: first.start, end: next.start, text: '' })
    else if (last !== undefined && previous !== undefined)
      splices.push({ start: previous.end, end: last.end, text: '' })
    from = to
  }
  return splices

  function isRemoved(index: number): boolean {
    const entry = entries[index]
    return entry !== undefined && removed.has(entry)
  }
}

function spliceInsertions(container: Branch, changes: ContainerChanges): readonly Splice[] {
  const splices: Splice[] = []
  let previous: Entry | undefined
  let waiting: string[] = []
  for (const { entry, isNew } of arrange(container, changes)) {
    if (isNew) {
      waiting.push(quoteFlow(entry))
      continue
    }
    if (waiting.length > 0) splices.push(...beside(previous, entry, waiting))
    previous = entry
    waiting = []
  }
  return waiting.length > 0 ? [...splices, ...beside(previous, undefined, waiting)] : splices
}

function beside(
  previous: Entry | undefined,
  next: Entry | undefined,
  written: readonly string[],
): readonly Splice[] {
  const text = written.join(', ')
  if (previous?.span !== undefined)
    return [{ start: previous.span.end, end: previous.span.end, text: `, ${text}` }]
  return next?.span === undefined ? [] : [{ start: next.span.start, end: next.span.start, text: `${text}, ` }]
}
