import { splatElement, type Expression } from './expression.ts'
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
  const tokens = tokenizeExpression(text)
  if (tokens === undefined) return undefined
  const parser = new ExpressionParser(tokens)
  try {
    return parser.parse()
  } catch (error) {
    if (error instanceof OutsideSubset) return undefined
    throw error
  }
}

class OutsideSubset extends Error {}

class ExpressionParser {
  readonly #tokens: readonly ExpressionToken[]
  #index = 0
  #depth = 0

  constructor(tokens: readonly ExpressionToken[]) {
    this.#tokens = tokens
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
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) }
    if (token.kind === 'string') return { kind: 'literal', value: token.text }
    if (token.kind === 'name') return this.#named(token.text)
    if (token.text === '(') {
      const inner = this.#conditional()
      this.#expect(')')
      return inner
    }
    if (token.text === '[')
      return this.#isName('for') ? this.#for() : { kind: 'list', items: this.#list(']') }
    if (token.text === '{') return { kind: 'object', entries: this.#entries() }
    throw new OutsideSubset()
  }

  /** Line ends separate entries as commas do; to us they are white space. */
  #entries(): readonly (readonly [string, Expression])[] {
    const entries: (readonly [string, Expression])[] = []
    while (!this.#accept('}')) {
      const key = this.#next()
      const isFor = key.kind === 'name' && key.text === 'for' && this.#peek().kind === 'name'
      if ((key.kind !== 'name' && key.kind !== 'string') || isFor) throw new OutsideSubset()
      if (!this.#accept('=')) this.#expect(':')
      entries.push([key.text, this.#conditional()])
      this.#accept(',')
    }
    return entries
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

  #for(): Expression {
    this.#index += 1
    const first = this.#name()
    const second = this.#accept(',') ? this.#name() : undefined
    if (this.#name() !== 'in') throw new OutsideSubset()
    const collection = this.#conditional()
    this.#expect(':')
    const value = this.#conditional()
    let filter: Expression | undefined
    if (this.#isName('if')) {
      this.#index += 1
      filter = this.#conditional()
    }
    this.#expect(']')
    return {
      kind: 'for',
      keyName: second === undefined ? undefined : first,
      valueName: second ?? first,
      collection,
      value,
      filter,
    }
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
