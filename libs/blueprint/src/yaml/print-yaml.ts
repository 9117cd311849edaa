import { ExactNumber } from '@groundplan/terraform-type'
import { Document, isCollection, isMap, isScalar, visit, type Scalar, type ScalarTag } from 'yaml'

/** A number that is printed with its original digits. */
const exactNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => value instanceof ExactNumber,
  resolve: (text) => text,
  stringify: ({ value }: Scalar) => String(value),
}

/** Comment lines to print before a key. */
export interface KeyComment {
  readonly path: readonly (string | number)[]
  readonly text: string
}

/**
 * Prints plain data as YAML. The same data always gives the same bytes. YAML 1.1 parsers can read the result.
 */
export function printYaml(value: unknown, comment: string, comments: readonly KeyComment[] = []): string {
  const document = createDocument(value)
  document.commentBefore = comment
  for (const { path, text } of comments) commentOn(document, path, text)
  return print(document)
}

/** Prints a map or a list like `printYaml`, with each entry on its own lines. */
export function printBlock(value: unknown): string {
  const document = createDocument(value)
  if (isCollection(document.contents)) document.contents.flow = false
  return print(document)
}

/** Prints plain data on one line, valid inside braces and brackets. */
export function printFlow(value: unknown): string {
  const document = createDocument(value)
  if (isCollection(document.contents)) document.contents.flow = true
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'QUOTE_DOUBLE'
    },
  })
  return print(document).trimEnd()
}

/** Prints a string in the given quotes, if it fits on one line in them. */
export function printQuoted(text: string, quotes: 'single' | 'double'): string {
  const document = new Document(text)
  if (isScalar(document.contents))
    document.contents.type = quotes === 'single' ? 'QUOTE_SINGLE' : 'QUOTE_DOUBLE'
  return print(document).trimEnd()
}

function commentOn(document: Document, path: readonly (string | number)[], text: string): void {
  const parent = document.getIn(path.slice(0, -1), true)
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : undefined
  if (pair === undefined || !isScalar(pair.key)) return
  pair.key.commentBefore = text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n')
  // Separate the sections of the file with blank lines.
  if (path.length === 1) pair.key.spaceBefore = true
}

function createDocument(value: unknown): Document {
  const document = new Document(value, {
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
    customTags: (tags) => [exactNumber, ...tags],
  })
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string' || key === 'key') return
      // By default, the library folds multi-line strings and drops lines that contain only blanks.
      if (node.value.includes('\n')) node.type = isBlock(node.value) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE'
    },
    Seq(_, node) {
      // Short lists of plain values are easiest to read on one line.
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
  return document
}

function print(document: Document): string {
  return document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    singleQuote: true,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  })
}

/** True for a multi-line string that YAML can represent as a block. */
function isBlock(text: string): boolean {
  return !/[^\P{Cc}\n]/u.test(text) && !/^\s|[^\S\n]\n/.test(text)
}
