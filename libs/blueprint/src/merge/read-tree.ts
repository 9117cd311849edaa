import type { Diagnostic } from '@groundplan/errors'
import { ExactNumber } from '@groundplan/terraform-type'
import { isAlias, isMap, isPair, isScalar, isSeq, type CST, type Pair, type Scalar } from 'yaml'
import { readYamlDocument, toYamlText, type YamlDocument, type YamlText } from '../yaml/read-yaml.ts'
import { trimBlanksEnd } from './text-lines.ts'
import type { Branch, Entry, EntrySpan, Leaf, LeafSpan, LeafValue, Tree } from './tree.ts'

/** A parsed text, with its data in two forms. */
export interface TextTree {
  readonly text: string
  /** An entry without a key that contains the whole document. */
  readonly root: Entry
  readonly value: unknown
  readonly position: YamlDocument['position']
  /** For whoever reads the text as something else than a tree. */
  readonly yaml: YamlText
}

/** Parses YAML with the position of every value. Returns diagnostics instead of a tree if it is invalid. */
export function readTree(
  file: string,
  text: string,
): { readonly tree: TextTree | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const read = readYamlDocument(file, text, true)
  const { document, value, position, diagnostics } = read
  if (document === undefined) return { tree: undefined, diagnostics }
  try {
    const root: Entry = {
      kind: 'map',
      key: '',
      value: createReader(text)(document.contents),
      span: undefined,
    }
    return { tree: { text, root, value, position, yaml: toYamlText(read) }, diagnostics }
  } catch (error) {
    // Nesting that would overflow the stack.
    const message = error instanceof Error ? error.message : String(error)
    const at = { line: 1, column: 1 }
    return {
      tree: undefined,
      diagnostics: [...diagnostics, { severity: 'error', rule: 'yaml', file, ...at, message }],
    }
  }
}

type Item = CST.CollectionItem

/** Maximum number of values that all aliases of a file may expand to. */
const mostCopies = 200_000

/** Converts nodes to trees in text order, so that an anchor is known before its aliases. */
function createReader(text: string): (node: unknown) => Tree {
  const anchors = new Map<string, Tree>()
  let copies = 0

  function read(node: unknown): Tree {
    if (isAlias(node)) {
      const target = anchors.get(node.source) ?? nothing
      const [start, end] = node.range ?? [0, 0]
      return target.kind === 'leaf' ? { ...target, span: { start, end, style: 'alias' } } : copy(target)
    }
    const tree = isMap(node) || isSeq(node) ? readBranch(node) : readLeaf(isScalar(node) ? node : undefined)
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
      anchors.set(node.anchor, tree)
    return tree
  }

  /** The tree of an alias, without positions: each alias may be changed separately. */
  function copy(tree: Tree): Tree {
    copies += 1
    if (copies > mostCopies) throw new RangeError('The YAML aliases expand to too much data.')
    if (tree.kind === 'leaf') return { ...tree, span: undefined }
    const entries = tree.entries.map((entry) => ({ ...entry, value: copy(entry.value), span: undefined }))
    return { ...tree, entries, span: undefined }
  }

  function readBranch(node: { items: readonly unknown[]; range?: unknown; srcToken?: CST.Token }): Branch {
    const { srcToken: token } = node
    const tokens: readonly (Item | undefined)[] = token !== undefined && 'items' in token ? token.items : []
    const kind = isMap(node) ? 'map' : 'list'
    const entries = node.items.map((item, index): Entry => {
      const value = read(isPair(item) ? item.value : item)
      const source = isPair(item) ? (item.srcToken as Item | undefined) : tokens[index]
      const span =
        source === undefined ? undefined : entrySpan(source, value, isPair(item) ? item : undefined)
      return { kind, key: isPair(item) ? keyOf(item) : String(index), value, span }
    })
    const opaque = kind === 'map' && new Set(entries.map(({ key }) => key)).size < entries.length
    const flow = token?.type === 'flow-collection'
    const [start, end] = node.range as [number, number]
    const contentEnd = flow ? end : Math.max(start, ...entries.slice(-1).map(({ span }) => span?.end ?? end))
    return { kind, entries, opaque, span: { start, end: contentEnd, flow } }
  }

  function readLeaf(node: Scalar | undefined): Leaf {
    const [start, end] = node?.range ?? []
    // An empty value has no position of its own: the parser puts it after the comment of its key.
    if (node === undefined || start === undefined || end === undefined || start === end) return nothing
    const style = styleOf(node)
    const span: LeafSpan = { start, end: style === 'block' ? blockEnd(text, start, end) : end, style }
    return { kind: 'leaf', value: leafValue(node.value), span }
  }

  return read
}

const nothing: Leaf = { kind: 'leaf', value: null, span: undefined }

function leafValue(value: unknown): LeafValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value instanceof ExactNumber ? value : String(value)
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}

const styles: Record<string, LeafSpan['style']> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
}

function styleOf({ type }: Scalar): LeafSpan['style'] {
  return styles[type ?? ''] ?? 'plain'
}

/** Where the last line with content ends; blank lines count if the block header keeps them. */
function blockEnd(text: string, start: number, end: number): number {
  const block = text.slice(start, end)
  const header = /^[|>][^\r\n]*/.exec(block)?.[0] ?? ''
  if (/^[|>]\d?\+/.test(header)) return start + block.replace(/\r?\n$/, '').length
  return start + Math.max(header.length, trimBlanksEnd(block).length)
}

const trivia = new Set(['space', 'newline', 'comment', 'comma'])

function entrySpan(item: Item, value: Tree, pair: Pair | undefined): EntrySpan | undefined {
  const { key, sep = [] } = item
  const before = item.start.filter(({ type }) => !trivia.has(type))
  const between = sep.filter(({ type }) => !trivia.has(type))
  const first = before[0]?.offset ?? key?.offset ?? between[0]?.offset ?? offsetOf(item.value)
  if (first === undefined || first < 0) return undefined
  const isElement = pair === undefined
  const mark = (isElement ? before : between).find(({ type }) =>
    isElement ? type === 'seq-item-ind' : type === 'map-value-ind',
  )
  const last = [...before, ...between].map(({ offset, source }) => offset + source.length)
  const keyEnd = isScalar(pair?.key) ? (pair.key.range?.[1] ?? 0) : 0
  return {
    start: first,
    // An element of a flow list may start with its value; a key without a colon has none.
    value: mark === undefined ? (isElement ? first : undefined) : mark.offset + mark.source.length,
    end: Math.max(first, keyEnd, value.span?.end ?? 0, aliasEnd(item.value), ...last),
    marked: (isElement ? before : between).some(({ type }) => type === 'anchor' || type === 'tag'),
  }
}

function offsetOf(token: CST.Token | null | undefined): number | undefined {
  return token?.offset
}

function aliasEnd(token: CST.Token | null | undefined): number {
  return token?.type === 'alias' ? token.offset + token.source.length : 0
}
