import type { RegexNode, RepeatNode } from './regex-node.ts'

/** The expression as ECMAScript writes it with the flag `u`. */
export function printEcmascript(node: RegexNode): string {
  switch (node.kind) {
    case 'character':
    case 'assertion':
      return node.text
    case 'concat':
      return node.items.map(printEcmascript).join('')
    case 'alternation':
      return node.items.map(printEcmascript).join('|')
    case 'group':
      return `${node.capturing ? '(' : '(?:'}${printEcmascript(node.item)})`
    case 'repeat':
      return `${printEcmascript(node.item)}${printBounds(node)}${node.lazy ? '?' : ''}`
  }
}

function printBounds({ minimum, maximum }: RepeatNode): string {
  if (minimum === 0 && maximum === 1) return '?'
  if (maximum === Infinity && minimum <= 1) return minimum === 0 ? '*' : '+'
  if (minimum === maximum) return `{${minimum}}`
  return `{${minimum},${maximum === Infinity ? '' : maximum}}`
}
