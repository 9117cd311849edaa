import type { Diagnostic } from '@groundplan/errors'
import { Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Node } from 'yaml'

/** A YAML text as plain data, with the way back from a place in the data to a place in the text. */
export interface YamlText {
  readonly value: unknown
  /** Line and column (from 1) of the key or element at this path, or of the nearest one around it. */
  locate(path: readonly PropertyKey[]): { readonly line: number; readonly column: number }
  readonly diagnostics: readonly Diagnostic[]
}

/** Largest blueprint file that is read, in characters. */
const maximumLength = 1_000_000

/** Reads YAML 1.2 text. Syntax errors, duplicate keys and alias bombs are diagnostics. */
export function readYaml(file: string, text: string): YamlText {
  const at = { line: 1, column: 1 }
  if (text.length > maximumLength) {
    const message = `The file is larger than ${maximumLength} characters.`
    return {
      value: undefined,
      locate: () => at,
      diagnostics: [{ severity: 'error', rule: 'size', file, ...at, message }],
    }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    merge: false,
  })
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const diagnostics = [...document.errors, ...document.warnings].map((error): Diagnostic => ({
    severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
    rule: 'yaml',
    file,
    ...position(error.pos[0]),
    message: error.message,
  }))
  if (document.errors.length > 0) return { value: undefined, locate: () => at, diagnostics }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return { value, locate: (path) => position(offsetOf(document.contents, path)), diagnostics }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      value: undefined,
      locate: () => at,
      diagnostics: [{ severity: 'error', rule: 'yaml', file, ...at, message }],
    }
  }
}

function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root
  let offset = startOf(root) ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => String(isScalar(item.key) ? item.key.value : item.key) === String(step),
      )
      if (pair === undefined) return offset
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else {
      node =
        isNode(node) && 'items' in node && Array.isArray(node.items) ? node.items[Number(step)] : undefined
      offset = startOf(node) ?? offset
    }
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

/** Prints plain data as YAML, the same bytes for the same data; readable by YAML 1.1 readers too. */
export function printYaml(value: unknown, comment: string): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  document.commentBefore = comment
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string' || key === 'key') return
      if (needsBlock(node.value)) node.type = 'BLOCK_LITERAL'
    },
    Seq(_, node) {
      // Short lists of plain values read best on one line.
      if (
        node.items.every((item) => isScalar(item) && String(item.value).length <= 40) &&
        node.items.length <= 12
      )
        node.flow = true
    },
    Map(_, node) {
      if (node.items.length === 0) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true })
}

function needsBlock(text: string): boolean {
  return text.includes('\n') && !/[^\P{Cc}\n]/u.test(text) && !/^\s|[^\S\n]\n/.test(text)
}
