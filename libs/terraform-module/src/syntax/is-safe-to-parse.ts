import { lexHcl, type HclToken } from './lex-hcl.ts'

/**
 * What hcl2json survives. It is one WebAssembly instance for the whole process: where its stack or its memory runs out, it
 * answers nothing any more, to nobody. Measured with 0.21.0: nested blocks break it from about 1,200 levels on, its memory is
 * used up by some millions of findings, and its time grows with the square of the pieces in one template (30,000 lines of
 * one heredoc take 7 seconds).
 */
const limits = { nesting: 400, invalidCharacters: 1_000, templateWork: 1_000_000_000 }

/** Numbers that are written out, a digit for each power of ten: those of `1e999999999` take minutes. */
const hugeExponent = /\de[+-]?\d{5}/i

/** True if hcl2json survives a text, and answers within a moment. Real configuration stays far below every limit. */
export function isSafeToParse(text: string): boolean {
  if (hugeExponent.test(text)) return false
  const nesting = createNestingMeter(text)
  const templates = createTemplateMeter(text)
  let invalid = 0
  for (const token of lexHcl(text)) {
    if (token.kind === 'invalid') invalid += 1
    const isSafe =
      nesting(token) <= limits.nesting &&
      templates(token) <= limits.templateWork &&
      invalid <= limits.invalidCharacters
    if (!isSafe) return false
  }
  return true
}

/** Measures how deep the parser's recursion can be at each token: brackets, and whatever waits for its right side. */
function createNestingMeter(text: string): (token: HclToken) => number {
  const frames: Frame[] = [{ endsWithLine: true, waiting: 0 }]
  let total = 0
  let previous: HclToken['kind'] = 'newline'
  return (token) => {
    while (frames.length > token.depth + 1) total -= frames.pop()?.waiting ?? 0
    const frame = frames[frames.length - 1] as Frame
    const waiting = waitingAfter(frame, token, previous, text)
    total += waiting - frame.waiting
    frame.waiting = waiting
    if (token.kind === 'open') frames.push({ endsWithLine: text.charAt(token.start) === '{', waiting: 0 })
    if (token.kind !== 'comment') previous = token.kind
    return total + frames.length - 1
  }
}

interface Frame {
  /** True in blocks, where a new line begins a new argument; in lists and calls it is white space. */
  readonly endsWithLine: boolean
  /** How many operators, labels and indices the parser may have on its stack at once. */
  waiting: number
}

/** All of them are done at a comma or, in a block, at the end of the line; `%{ if }` and `%{ for }` at their end directive. */
function waitingAfter(frame: Frame, token: HclToken, previous: HclToken['kind'], text: string): number {
  const { endsWithLine, waiting } = frame
  const characters = text.slice(token.start, Math.min(token.end, token.start + 2))
  if (token.kind === 'newline') return endsWithLine ? 0 : waiting
  if (token.kind === 'word') return previous === 'word' ? waiting + 1 : waiting
  if (token.kind === 'operator') {
    if (characters === ',') return 0
    return '!-?*'.includes(characters) ? waiting + 1 : waiting
  }
  if (token.kind !== 'open') return waiting
  if (characters === '%{' && /^~?\s*end/.test(text.slice(token.end, token.end + 20)))
    return Math.max(0, waiting - 1)
  return ['%{', '"', '['].includes(characters) ? waiting + 1 : waiting
}

/** Sums the squares of the piece counts of each template: its lines, and each literal `$` and `%`. */
function createTemplateMeter(text: string): (token: HclToken) => number {
  const pieces: number[] = []
  let work = 0
  return (token) => {
    pieces.length = Math.min(pieces.length, token.depth + 1)
    if (token.kind !== 'text') return work
    const count = pieces[token.depth] ?? 0
    if (!'\n$%'.includes(text.charAt(token.start))) return work
    pieces[token.depth] = count + 1
    work += 2 * count + 1
    return work
  }
}
