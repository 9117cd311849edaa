import { lexHcl, type HclToken } from './lex-hcl.ts'
import { createPositionFinder } from './text-position.ts'

/** A top-level block's header as found in the text. Line and column count from 1. */
export interface BlockHeader {
  readonly type: string
  readonly labels: readonly string[]
  readonly line: number
  readonly column: number
}

/**
 * Finds the headers of top-level blocks, in order, without parsing what is inside them.
 * It only has to be right on text that HashiCorp's parser accepts.
 */
export function scanBlocks(text: string): readonly BlockHeader[] {
  const blocks: BlockHeader[] = []
  const position = createPositionFinder(text)
  let header: HclToken[] = []
  for (const token of lexHcl(text)) {
    if (token.depth > 1 || token.kind === 'comment') continue
    // Inside quotes there is nothing but a label's text; inside a block its attributes are of no interest.
    if (token.depth === 1) {
      if (token.kind === 'text') header.push(token)
      continue
    }
    if (token.kind === 'word' || isQuote(text, token)) header.push(token)
    else {
      const [type, ...labels] = header
      if (type?.kind === 'word' && token.kind === 'open' && text.charAt(token.start) === '{')
        blocks.push({ type: textOf(text, type), labels: readLabels(text, labels), ...position(type.start) })
      header = []
    }
  }
  return blocks
}

function isQuote(text: string, token: HclToken): boolean {
  return (token.kind === 'open' || token.kind === 'close') && text.charAt(token.start) === '"'
}

/** Labels are words or quoted texts, and a quoted one may be empty. */
function readLabels(text: string, tokens: readonly HclToken[]): readonly string[] {
  const labels: string[] = []
  for (const token of tokens) {
    if (token.kind === 'word') labels.push(textOf(text, token))
    else if (token.kind === 'open') labels.push('')
    else if (token.kind === 'text') labels.push(`${labels.pop() ?? ''}${textOf(text, token)}`)
  }
  return labels
}

function textOf(text: string, { start, end }: HclToken): string {
  return text.slice(start, end)
}
