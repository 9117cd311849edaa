import { parseNumber } from '@groundplan/terraform-type'
import { splatElement, type Expression, type ObjectEntry } from './expression.ts'
import type { TemplatePart } from '../syntax/read-template.ts'
import { tokenizeExpression, type ExpressionToken } from './tokenize-expression.ts'

/** How tightly binary operators bind, loosest first. Source: HCL native syntax specification, "Operations". */
const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
}
const maximumDepth = 200

/** Parses an expression of the subset; `undefined` if it is outside it. Never throws. */
export function parseExpression(text: string): Expression | undefined {
  try {
    return parse(text, 0)
  } catch (error) {
    if (error instanceof OutsideSubset) return undefined
    throw error
  }
}

function parse(text: string, depth: number): Expression {
  const tokens = tokenizeExpression(text)
  if (tokens === undefined) throw new OutsideSubset()
  return new ExpressionParser(tokens, depth).parse()
}

class OutsideSubset extends Error {}

function readNumber(text: string): Expression {
  const value = parseNumber(text)
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    ? { kind: 'literal', value }
    : { kind: 'exact-number', value }
}

class ExpressionParser {
  readonly #tokens: readonly ExpressionToken[]
  #index = 0
  #depth: number

  constructor(tokens: readonly ExpressionToken[], depth: number) {
    this.#tokens = tokens
    this.#depth = depth
  }

  parse(): Expression {
    const expression = this.#conditional()
    if (this.#peek().kind !== 'end') throw new OutsideSubset()
    return expression
  }

  #conditional(): Expression {
    return this.#deeper(() => {
      const condition = this.#binary(1)
      return this.#accept('?') ? this.#branches(condition) : condition
    })
  }

  #deeper(parse: () => Expression): Expression {
    this.#depth += 1
    if (this.#depth > maximumDepth) throw new OutsideSubset()
    const expression = parse()
    this.#depth -= 1
    return expression
  }

  #branches(condition: Expression): Expression {
    const whenTrue = this.#conditional()
    this.#expect(':')
    return { kind: 'conditional', condition, whenTrue, whenFalse: this.#conditional() }
  }

  #binary(minimum: number): Expression {
    let left = this.#unary()
    while (true) {
      const token = this.#peek()
      const binding = token.kind === 'operator' ? precedence[token.text] : undefined
      if (binding === undefined || binding < minimum) return left
      this.#index += 1
      left = { kind: 'binary', operator: token.text, left, right: this.#binary(binding + 1) }
    }
  }

  #unary(): Expression {
    if (this.#accept('!')) return { kind: 'unary', operator: '!', operand: this.#operand() }
    if (!this.#accept('-')) return this.#postfix()
    const operand = this.#operand()
    if (operand.kind === 'literal' && typeof operand.value === 'number')
      return { kind: 'literal', value: -operand.value }
    if (operand.kind === 'exact-number') return readNumber(`-${String(operand.value)}`)
    return { kind: 'unary', operator: '-', operand }
  }

  #operand(): Expression {
    return this.#deeper(() => this.#unary())
  }

  #postfix(): Expression {
    return this.#traversal(this.#primary())
  }

  #traversal(start: Expression): Expression {
    let expression = start
    while (true) {
      if (this.#accept('.')) {
        if (this.#accept('*')) return this.#splat(expression)
        const token = this.#next()
        if (token.kind !== 'name') throw new OutsideSubset()
        expression = { kind: 'attribute', object: expression, name: token.text }
      } else if (this.#accept('[')) {
        if (this.#accept('*')) {
          this.#expect(']')
          return this.#splat(expression)
        }
        const key = this.#conditional()
        this.#expect(']')
        expression = { kind: 'index', collection: expression, key }
      } else return expression
    }
  }

  #splat(collection: Expression): Expression {
    const each = this.#deeper(() => this.#traversal({ kind: 'name', name: splatElement }))
    return { kind: 'splat', collection, each }
  }

  #primary(): Expression {
    const token = this.#next()
    if (token.kind === 'number') return readNumber(token.text)
    if (token.parts !== undefined) return this.#template(token.parts)
    // Terraform keeps texts composed.
    if (token.kind === 'string') return { kind: 'literal', value: token.text.normalize('NFC') }
    if (token.kind === 'name') return this.#named(token.text)
    if (token.text === '(') {
      const inner = this.#conditional()
      this.#expect(')')
      return inner
    }
    if (token.text === '[')
      return this.#isName('for') ? this.#for(']') : { kind: 'list', items: this.#list(']') }
    if (token.text === '{')
      return this.#startsFor() ? this.#for('}') : { kind: 'object', entries: this.#entries() }
    throw new OutsideSubset()
  }

  #template(parts: readonly TemplatePart[]): Expression {
    return this.#deeper(() => ({
      kind: 'template',
      parts: parts.map((part) => (typeof part === 'string' ? part : parse(part.source, this.#depth))),
    }))
  }

  /** `for` may also be the name of a key. */
  #startsFor(): boolean {
    return this.#isName('for') && this.#tokens[this.#index + 1]?.kind === 'name'
  }

  /** Line ends separate entries as commas do; to us they are white space. */
  #entries(): readonly ObjectEntry[] {
    const entries: ObjectEntry[] = []
    while (!this.#accept('}')) {
      const key = this.#key()
      if (!this.#accept('=')) this.#expect(':')
      entries.push([key, this.#conditional()])
      this.#accept(',')
    }
    return entries
  }

  #key(): string | Expression {
    const token = this.#peek()
    if (token.kind === 'name' || token.kind === 'string') return this.#next().text
    const key = this.#primary()
    return key.kind === 'literal' && typeof key.value === 'string' ? key.value : key
  }

  #named(name: string): Expression {
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' }
    if (name === 'null') return { kind: 'literal', value: null }
    if (this.#accept('(')) return { kind: 'call', name, args: this.#list(')') }
    return { kind: 'name', name }
  }

  #list(end: string): readonly Expression[] {
    const items: Expression[] = []
    while (!this.#accept(end)) {
      items.push(this.#conditional())
      if (!this.#accept(',')) {
        this.#expect(end)
        break
      }
    }
    return items
  }

  #for(end: ']' | '}'): Expression {
    this.#index += 1
    const first = this.#name()
    const second = this.#accept(',') ? this.#name() : undefined
    if (this.#name() !== 'in') throw new OutsideSubset()
    const collection = this.#conditional()
    this.#expect(':')
    const key = end === '}' ? this.#conditional() : undefined
    if (key !== undefined) this.#arrow()
    const value = this.#conditional()
    let filter: Expression | undefined
    if (this.#isName('if')) {
      this.#index += 1
      filter = this.#conditional()
    }
    this.#expect(end)
    return {
      kind: 'for',
      keyName: second === undefined ? undefined : first,
      valueName: second ?? first,
      collection,
      key,
      value,
      filter,
    }
  }

  /** The operator `=>` comes as two tokens. */
  #arrow(): void {
    this.#expect('=')
    this.#expect('>')
  }

  #name(): string {
    const token = this.#next()
    if (token.kind !== 'name') throw new OutsideSubset()
    return token.text
  }

  #isName(name: string): boolean {
    const token = this.#peek()
    return token.kind === 'name' && token.text === name
  }

  #peek(): ExpressionToken {
    return this.#tokens[this.#index] ?? { kind: 'end', text: '' }
  }

  #next(): ExpressionToken {
    const token = this.#peek()
    this.#index += 1
    return token
  }

  #accept(operator: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'operator' || token.text !== operator) return false
    this.#index += 1
    return true
  }

  #expect(operator: string): void {
    if (!this.#accept(operator)) throw new OutsideSubset()
  }
}
