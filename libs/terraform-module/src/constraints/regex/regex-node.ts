import type { CharacterRanges } from './character-set.ts'

/** A regular expression as a tree, free of flags. */
export type RegexNode =
  | CharacterNode
  | { readonly kind: 'concat' | 'alternation'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'group'; readonly item: RegexNode; readonly capturing: boolean }
  | RepeatNode
  /** A place between characters, as ECMAScript text. */
  | { readonly kind: 'assertion'; readonly text: string }

/** One character out of a set. */
export interface CharacterNode {
  readonly kind: 'character'
  readonly ranges: CharacterRanges
  /** The same set as ECMAScript text. */
  readonly text: string
}

export interface RepeatNode {
  readonly kind: 'repeat'
  readonly item: RegexNode
  readonly minimum: number
  /** Infinity without an upper bound. */
  readonly maximum: number
  readonly lazy: boolean
}

/** The least number of characters that a match has. */
export function minimumLength(node: RegexNode): number {
  switch (node.kind) {
    case 'character':
      return 1
    case 'assertion':
      return 0
    case 'group':
      return minimumLength(node.item)
    case 'repeat':
      return node.minimum * minimumLength(node.item)
    case 'concat':
      return node.items.reduce((sum, item) => sum + minimumLength(item), 0)
    case 'alternation':
      return Math.min(...node.items.map(minimumLength))
  }
}

/** True if a group captures, which makes Terraform's `regex` return a list or an object. */
export function hasCaptures(node: RegexNode): boolean {
  switch (node.kind) {
    case 'character':
    case 'assertion':
      return false
    case 'group':
      return node.capturing || hasCaptures(node.item)
    case 'repeat':
      return hasCaptures(node.item)
    case 'concat':
    case 'alternation':
      return node.items.some(hasCaptures)
  }
}

/** True if every match is the whole text. */
export function matchesWholeText(node: RegexNode): boolean {
  if (node.kind !== 'concat') return false
  const [first, last] = [node.items[0], node.items.at(-1)]
  return first?.kind === 'assertion' && first.text === '^' && last?.kind === 'assertion' && last.text === '$'
}
