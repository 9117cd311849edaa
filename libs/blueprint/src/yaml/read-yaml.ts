import type { Diagnostic } from '@groundplan/errors'
import { ExactNumber, parseNumber } from '@groundplan/terraform-type'
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml'
import { limitFindings } from '../validation/limit-findings.ts'

/** YAML text as plain data, with the position of each value in the text. */
export interface YamlText {
  readonly value: unknown
  /** Line and column (from 1) of the key or element at this path, or of its nearest existing parent. */
  locate(path: readonly PropertyKey[]): { readonly line: number; readonly column: number }
  readonly diagnostics: readonly Diagnostic[]
}

/** Maximum size of a blueprint file, in characters. */
const maximumLength = 1_000_000

/** YAML text as the library's document, with its data. */
export interface YamlDocument extends Omit<YamlText, 'locate'> {
  /** Absent if the text has errors; `value` is absent then too. */
  readonly document: Document.Parsed | undefined
  /** Converts an offset in the text to line and column (from 1). */
  position(offset: number): { readonly line: number; readonly column: number }
}

interface ReadYamlOptions {
  /**
   * If true, numbers that would be printed differently, such as 1.10 or 0x1F, are read as strings with their
   * source text.
   */
  readonly keepSpelling?: boolean
}

/** Parses YAML 1.2. Syntax errors, duplicate keys and alias bombs are diagnostics. */
export function readYaml(
  file: string,
  text: string,
  { keepSpelling = false }: ReadYamlOptions = {},
): YamlText {
  const document = readYamlDocument(file, text)
  const yaml = toYamlText(document)
  const isSpelled = keepSpelling && document.document !== undefined
  return isSpelled ? { ...yaml, value: readSpelling(document.document) } : yaml
}

/** The same text, read already. */
export function toYamlText({ document, value, position, diagnostics }: YamlDocument): YamlText {
  const locate = (path: readonly PropertyKey[]) => position(offsetOf(document?.contents ?? null, path))
  return { value, locate, diagnostics }
}

/** Parses YAML 1.2 like `readYaml`. With `keepSourceTokens`, every node has its source tokens. */
export function readYamlDocument(file: string, text: string, keepSourceTokens = false): YamlDocument {
  const at = { line: 1, column: 1 }
  const refuse = (diagnostics: readonly Diagnostic[]): YamlDocument => ({
    document: undefined,
    value: undefined,
    position: () => at,
    diagnostics,
  })
  if (text.length > maximumLength) {
    const message = `The file exceeds ${maximumLength} characters.`
    return refuse([{ severity: 'error', rule: 'size', file, ...at, message }])
  }
  const lines = new LineCounter()
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      keepSourceTokens,
      prettyErrors: false,
      // The library's check for duplicates is quadratic; see `findDuplicateKeys` below.
      uniqueKeys: false,
      merge: false,
      // Report warnings as findings, not on standard error.
      logLevel: 'error',
    })
    const errors = [...document.errors, ...findDuplicateKeys(document), ...findLooseAliases(document)]
    const diagnostics = limitFindings([...errors, ...document.warnings]).map((error): Diagnostic => ({
      severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
      rule: 'yaml',
      file,
      ...position(error.pos[0]),
      ...describe(error),
    }))
    if (errors.length > 0) return refuse(diagnostics)
    keepDigits(document)
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    // Throws if an alias refers to a node that contains it: such data is infinite.
    JSON.stringify(value)
    return { document, value, position, diagnostics }
  } catch (error) {
    // Alias bombs, circular aliases, and nesting that would overflow the stack.
    const message = error instanceof Error ? error.message : String(error)
    return refuse([{ severity: 'error', rule: 'yaml', file, ...at, message }])
  }
}

/** Replaces the library's message about several documents, which mentions its own functions. */
function describe({ code, message }: { readonly code?: string; readonly message: string }) {
  if (code !== 'MULTIPLE_DOCS') return { message }
  return {
    message: 'The file contains several YAML documents; only one is supported.',
    hint: 'Split them into separate files, or remove the "---" line.',
  }
}

/** Restores the digits of numbers that the library rounded. */
function keepDigits(document: Document.Parsed): void {
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'number' || node.source === undefined) return
      const exact = readNumber(node.source)
      if (exact instanceof ExactNumber) node.value = key === 'key' ? node.source : exact
    },
  })
}

/** The data with the source text of each number that would be printed differently. */
function readSpelling(document: Document.Parsed): unknown {
  visit(document, {
    Scalar(_, node) {
      const isNumber = typeof node.value === 'number' || node.value instanceof ExactNumber
      if (isNumber && node.source !== undefined && String(node.value) !== node.source)
        node.value = node.source
    },
  })
  return document.toJS({ maxAliasCount: 100 })
}

/** Parses a number in YAML's notation. Infinity and NaN are not supported. */
function readNumber(source: string): number | ExactNumber | undefined {
  if (/^0[xo]/.test(source)) return parseNumber(String(BigInt(source)))
  return /\d/.test(source) ? parseNumber(source) : undefined
}

function findDuplicateKeys(document: Document.Parsed) {
  const found: { name: string; pos: readonly [number, number]; message: string }[] = []
  visit(document, {
    Map(_, map) {
      const keys = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const offset = startOf(key) ?? 0
        if (keys.has(key.value))
          found.push({
            name: 'YAMLParseError',
            pos: [offset, offset],
            message: `The key "${String(key.value)}" is defined twice`,
          })
        keys.add(key.value)
      }
    },
  })
  return found
}

/** The library throws for the first unresolved alias, without its position. */
function findLooseAliases(document: Document.Parsed) {
  const anchors = new Set<string>()
  const found: { name: string; pos: readonly [number, number]; message: string }[] = []
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const offset = startOf(node) ?? 0
        const message = 'Undefined alias; quote the string if it starts with *'
        if (!anchors.has(node.source)) found.push({ name: 'YAMLParseError', pos: [offset, offset], message })
      } else if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor)
    },
  })
  return found
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
