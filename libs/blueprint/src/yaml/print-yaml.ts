import { ExactNumber } from '@groundplan/terraform-type'
import { Document, isScalar, visit, type Scalar, type ScalarTag } from 'yaml'

/** A number that is printed with its own digits. */
const exactNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => value instanceof ExactNumber,
  resolve: (text) => text,
  stringify: ({ value }: Scalar) => String(value),
}

/** Prints plain data as YAML, the same bytes for the same data; readable by YAML 1.1 readers too. */
export function printYaml(value: unknown, comment: string): string {
  const document = new Document(value, {
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
    customTags: (tags) => [exactNumber, ...tags],
  })
  document.commentBefore = comment
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string' || key === 'key') return
      // Left to itself, the library folds texts of many lines and loses lines that hold only blanks.
      if (node.value.includes('\n')) node.type = isBlock(node.value) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE'
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
  return document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    singleQuote: true,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  })
}

/** True of a text of many lines that YAML can write as they are. */
function isBlock(text: string): boolean {
  return !/[^\P{Cc}\n]/u.test(text) && !/^\s|[^\S\n]\n/.test(text)
}
