import { stringifyJson } from '@groundplan/terraform-type'
import type { Expression, ObjectEntry } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'
import { lexHcl } from '../syntax/lex-hcl.ts'

/** Stands between the parts of a text, and nowhere inside of them. */
export const separator = '\u0000'

/**
 * An expression without what means nothing to Terraform: comments, white space, needless brackets, the order of an object's keys and of
 * a set's elements. Equal texts mean the same; different ones may still mean the same.
 */
export function canonicalText(expression: string): string {
  const tree = parseExpression(expression)
  return tree === undefined ? listTokens(expression).join(separator) : canonicalTree(tree)
}

/** The same of a parsed expression. */
export function canonicalTree(tree: Expression): string {
  return printTree(tree).join(separator)
}

/** For what is outside of the parsed subset, such as heredocs and directives. */
function listTokens(expression: string): readonly string[] {
  const parts: string[] = []
  const open: string[] = []
  for (const { kind, start, end } of lexHcl(expression)) {
    if (kind === 'comment' || (kind === 'newline' && open.at(-1) !== '{')) continue
    const text = expression.slice(start, end)
    if (kind === 'open') open.push(text)
    if (kind === 'close') open.pop()
    const last = parts.at(-1)
    const isComma = kind === 'newline' || (kind === 'operator' && text === ',')
    if (isComma && (last === undefined || last === ',' || /^[{[(]$/.test(last))) continue
    if (kind === 'close' && last === ',') parts.pop()
    parts.push(isComma ? ',' : text)
  }
  return parts
}

function printTree(tree: Expression): readonly string[] {
  switch (tree.kind) {
    case 'literal':
    case 'exact-number':
      return [stringifyJson(tree.value)]
    case 'template': {
      const [only, ...others] = tree.parts
      if (only !== undefined && typeof only !== 'string' && others.length === 0) return printTree(only)
      return [
        '"',
        ...tree.parts.flatMap((part) => (typeof part === 'string' ? [stringifyJson(part)] : printTree(part))),
        '"',
      ]
    }
    case 'name':
      return [tree.name]
    case 'attribute':
      return [...printTree(tree.object), '.', tree.name]
    case 'index':
      return [...printTree(tree.collection), '[', ...printTree(tree.key), ']']
    case 'call':
      return [
        tree.name,
        '(',
        ...printItems(tree.args.map(tree.name === 'toset' ? sorted : (each) => each)),
        ')',
      ]
    case 'list':
      return ['[', ...printItems(tree.items), ']']
    case 'object':
      return ['{', ...printEntries(tree.entries), '}']
    case 'splat':
      return [...printTree(tree.collection), '[*]', ...printTree(tree.each)]
    case 'unary': {
      const { operator, operand } = tree
      const inverse = operator === '!' && operand.kind === 'binary' ? inverses[operand.operator] : undefined
      return operand.kind === 'binary' && inverse !== undefined
        ? printTree({ ...operand, operator: inverse })
        : [operator, '(', ...printTree(operand), ')']
    }
    case 'binary':
      return printBinary(tree)
    case 'conditional':
      return [
        '(',
        ...printTree(tree.condition),
        '?',
        ...printTree(tree.whenTrue),
        ':',
        ...printTree(tree.whenFalse),
        ')',
      ]
    case 'for':
      return [
        ...['for', tree.keyName ?? '', tree.valueName, 'in', ...printTree(tree.collection), ':'],
        ...(tree.key === undefined ? [] : [...printTree(tree.key), '=>']),
        ...printTree(tree.value),
        ...(tree.filter === undefined ? [] : ['if', ...printTree(tree.filter)]),
        'end',
      ]
  }
}

const inverses: Readonly<Record<string, string>> = {
  ...{ '==': '!=', '!=': '==' },
  ...{ '<': '>=', '<=': '>', '>': '<=', '>=': '<' },
}
const mirrored: Readonly<Record<string, string>> = { '>': '<', '>=': '<=' }

/** A comparison means the same from both sides. */
function printBinary({ operator, left, right }: Expression & { readonly kind: 'binary' }): readonly string[] {
  const [first, second] = [printTree(left), printTree(right)]
  const turned = mirrored[operator]
  const isTurned = turned !== undefined || (/^[!=]=$/.test(operator) && first.join() > second.join())
  return isTurned
    ? ['(', ...second, turned ?? operator, ...first, ')']
    : ['(', ...first, operator, ...second, ')']
}

function printItems(items: readonly Expression[]): readonly string[] {
  return items.flatMap((item) => [...printTree(item), ','])
}

/** The last of several entries with one key counts, so their order does. */
function printEntries(entries: readonly ObjectEntry[]): readonly string[] {
  const printed = entries.map(([key, value]) =>
    [
      ...(typeof key === 'string' ? [stringifyJson(key)] : printTree(key)),
      '=',
      ...printTree(value),
      ',',
    ].join(separator),
  )
  const keys = entries.map(([key]) => key)
  const isPlain = keys.every((key) => typeof key === 'string') && new Set(keys).size === keys.length
  return isPlain ? printed.toSorted() : printed
}

function sorted(items: Expression): Expression {
  if (items.kind !== 'list') return items
  const printed = items.items.map((item) => [printTree(item).join(separator), item] as const)
  return {
    kind: 'list',
    items: printed
      .toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)))
      .map(([, item]) => item),
  }
}
