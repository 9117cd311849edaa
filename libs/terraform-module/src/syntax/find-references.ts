import { createCursor, take } from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { scanExpression } from './scan-expression.ts'

const root = /^[\p{ID_Start}_][\p{ID_Continue}-]*/u
const step = /^\s*\.\s*([\p{ID_Start}_][\p{ID_Continue}-]*)/u
const index = /^\s*(?:\[\s*(?:"[^"\\$%]*"|\d+|[^\]"]*)\s*\]|\.\s*(?:\*|\d+))/

/** Most arguments are a single reference. */
const plainReference = /^[a-z_][\w-]*(?:\.[a-z_][\w-]*)+$/i

/** How many names identify the target of a reference; the rest are attributes. */
const longest = 4

/**
 * What an expression refers to, each once and in order: names joined by dots, indices and splats left out, at most four of them, e.g.
 * `module.vpc.private_subnets`, `data.aws_ami.linux.id`. Names bound by `for` are among them.
 */
export function findReferences(expression: string): readonly string[] {
  if (plainReference.test(expression)) return [expression.split('.', longest).join('.')]
  return [...new Set(findTraversals(expression).map(nameOf))]
}

/** The source text of each reference in an expression, with indices and splats, e.g. `aws_subnet.a[0].id`. */
export function findTraversals(expression: string): readonly string[] {
  const cursor = createCursor(`${expression}\n`, { collect: true })
  cursor.newlines = false
  try {
    take(cursor, 0)
    scanExpression(cursor)
  } catch (error) {
    if (!(error instanceof FileSyntaxError)) throw error
  }
  return cursor.traversals?.map(([start, end]) => expression.slice(start, end)) ?? []
}

function nameOf(traversal: string): string {
  const names = [root.exec(traversal)?.[0] ?? '']
  let rest = traversal.slice(names[0]?.length)
  while (names.length < longest) {
    for (let key = index.exec(rest); key !== null; key = index.exec(rest)) rest = rest.slice(key[0].length)
    const attribute = step.exec(rest)
    if (attribute === null) break
    names.push(attribute[1] ?? '')
    rest = rest.slice(attribute[0].length)
  }
  return names.join('.')
}
