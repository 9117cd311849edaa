/** A top-level block's header as found in the text. Line and column count from 1. */
export interface BlockHeader {
  readonly type: string
  readonly labels: readonly string[]
  readonly line: number
  readonly column: number
}

const header =
  /([\p{ID_Start}_][\p{ID_Continue}-]*)((?:[ \t]+(?:"[^"\n]*"|[\p{ID_Start}_][\p{ID_Continue}-]*))*)[ \t]*\{/uy
const label = /"([^"\n]*)"|([\p{ID_Start}_][\p{ID_Continue}-]*)/gu
const heredoc = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy

/**
 * Finds the headers of top-level blocks, in order, without parsing what is inside them.
 * It only has to be right on text that HashiCorp's parser accepts.
 */
export function scanBlocks(text: string): readonly BlockHeader[] {
  const blocks: BlockHeader[] = []
  const position = createPositionFinder(text)
  let depth = 0
  let index = 0
  while (index < text.length) {
    const skipped = skipText(text, index)
    if (skipped > index) {
      index = skipped
      continue
    }
    const match = depth === 0 ? matchAt(header, text, index) : undefined
    if (match !== undefined) {
      blocks.push({ type: match[1] ?? '', labels: readLabels(match[2] ?? ''), ...position(index) })
      depth += 1
      index += match[0].length
      continue
    }
    const character = text.charAt(index)
    if (character === '{' || character === '[' || character === '(') depth += 1
    if (character === '}' || character === ']' || character === ')') depth -= 1
    index += wordLength(text, index)
  }
  return blocks
}

/** The index after the comment, string or heredoc that begins here; the same index if none does. */
function skipText(text: string, index: number): number {
  const character = text.charAt(index)
  if (character === '#' || text.startsWith('//', index)) return indexAfter(text, '\n', index)
  if (text.startsWith('/*', index)) return indexAfter(text, '*/', index + 2)
  if (character === '"') return skipString(text, index + 1)
  if (character === '<') {
    const opening = matchAt(heredoc, text, index)
    if (opening !== undefined) return skipHeredoc(text, index + opening[0].length, opening[1] ?? '')
  }
  return index
}

/** From after the opening quote to after the closing one; templates inside may hold strings of their own. */
function skipString(text: string, start: number): number {
  let index = start
  while (index < text.length) {
    const character = text.charAt(index)
    if (character === '"') return index + 1
    if (character === '\\') index += 2
    else if (text.startsWith('$${', index) || text.startsWith('%%{', index)) index += 3
    else if (text.startsWith('${', index) || text.startsWith('%{', index))
      index = skipTemplate(text, index + 2)
    else index += 1
  }
  return index
}

function skipTemplate(text: string, start: number): number {
  let depth = 1
  let index = start
  while (index < text.length) {
    const skipped = skipText(text, index)
    if (skipped > index) {
      index = skipped
      continue
    }
    const character = text.charAt(index)
    index += 1
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (depth === 0) return index
  }
  return index
}

function skipHeredoc(text: string, start: number, delimiter: string): number {
  let index = start
  while (index < text.length) {
    const end = indexAfter(text, '\n', index)
    if (text.slice(index, end).trim() === delimiter) return end
    index = end
  }
  return index
}

function indexAfter(text: string, found: string, from: number): number {
  const index = text.indexOf(found, from)
  return index === -1 ? text.length : index + found.length
}

const words = /[\p{ID_Continue}-]+/uy

/** Whole words are passed at once, so that a header is never found in the middle of one. */
function wordLength(text: string, index: number): number {
  return matchAt(words, text, index)?.[0].length ?? 1
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index
  return pattern.exec(text) ?? undefined
}

function readLabels(text: string): readonly string[] {
  return [...text.matchAll(label)].map((match) => match[1] ?? match[2] ?? '')
}

/** Gives line and column of rising indices, reading the text only once. */
function createPositionFinder(text: string): (index: number) => { line: number; column: number } {
  let line = 1
  let lineStart = 0
  let next = text.indexOf('\n')
  return (index) => {
    while (next !== -1 && next < index) {
      line += 1
      lineStart = next + 1
      next = text.indexOf('\n', lineStart)
    }
    return { line, column: index - lineStart + 1 }
  }
}
