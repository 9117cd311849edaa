import { parseNumber } from '@groundplan/terraform-type'
import type { Template } from './liquid.ts'

/** A variable used in an expression, as its path. */
export interface VariablePath {
  /** Names from the root; computed ones are `undefined`. */
  readonly segments: readonly (string | undefined)[]
  /** Offset in the text, in characters. */
  readonly offset: number
  readonly end: number
}

/** Something that parses but does not mean what the author expects. */
export interface Oddity {
  readonly message: string
  readonly offset: number
}

export interface ParsedVariables {
  /** Excludes local variables from `assign` and loops. */
  readonly variables: readonly VariablePath[]
  readonly oddities: readonly Oddity[]
}

/** Walks the template parsed by liquidjs, including conditions, loops and filter arguments. */
export function listVariables(templates: readonly Template[]): ParsedVariables {
  const walker = new Walker()
  walker.visitTemplates(templates, new Set())
  return walker
}

/** The parts of liquidjs tokens that we use. */
interface Token {
  readonly begin: number
  readonly end: number
  content?: unknown
  readonly props?: readonly Token[]
  readonly variable?: Token | undefined
  readonly lhs?: Token
  readonly rhs?: Token
  readonly operator?: string
  getText(): string
}

interface Filtered {
  readonly initial: { readonly postfix: readonly Token[] }
  readonly filters: readonly { readonly args: readonly (Token | readonly [string?, Token?])[] }[]
}

class Walker implements ParsedVariables {
  readonly variables: VariablePath[] = []
  readonly oddities: Oddity[] = []
  #local: ReadonlySet<string> = new Set()
  readonly #assigned = new Set<string>()

  visitTemplates(templates: readonly Template[], local: ReadonlySet<string>): void {
    for (const template of templates) this.#visitTemplate(template, local)
  }

  #visitTemplate(template: Template, local: ReadonlySet<string>): void {
    this.#local = local
    const begin = template.token.begin
    for (const argument of template.arguments?.() ?? []) {
      if ('initial' in argument) this.#visitFiltered(argument as unknown as Filtered, begin)
      else this.#visitToken(argument as unknown as Token)
    }
    this.#refuseRanges(template)
    for (const name of template.localScope?.() ?? []) this.#assigned.add(String(name.content))
    const inner = template.blockScope === undefined ? local : new Set([...local, ...template.blockScope()])
    // Without partials, which there are none of, the children are there at once.
    const children = template.children?.(false, true).next().value as readonly Template[] | undefined
    this.visitTemplates(children ?? [], inner)
  }

  #visitFiltered({ initial, filters }: Filtered, begin: number): void {
    let operands = 0
    for (const token of initial.postfix) {
      if (token.operator === undefined) operands += 1
      else if (token.operator !== 'not') operands -= 1
      this.#visitToken(token)
    }
    // liquidjs would use the first of two values, and null for a missing one.
    if (operands > 1)
      this.#report('Expected an operator between two values.', initial.postfix[1]?.begin ?? begin)
    if (operands < 1) this.#report('Missing value next to an operator.', initial.postfix[0]?.begin ?? begin)
    for (const { args } of filters) {
      for (const argument of args) this.#visitToken('begin' in argument ? argument : argument[1])
    }
  }

  #visitToken(token: Token | undefined): void {
    if (token === undefined) return
    if (typeof token.content === 'number') token.content = readNumber(token)
    this.#visitToken(token.lhs)
    this.#visitToken(token.rhs)
    this.#visitToken(token.variable)
    if (token.props === undefined) return
    const [root, ...others] = token.props
    for (const prop of token.props) this.#visitToken(prop)
    if (token.variable !== undefined || root === undefined) return
    const segments = [root, ...others].map(nameOf)
    const isOwn =
      segments[0] !== undefined && (this.#local.has(segments[0]) || this.#assigned.has(segments[0]))
    if (!isOwn) this.variables.push({ segments, offset: token.begin, end: token.end })
  }

  /** Ranges are only allowed in loops, where their size is checked before iterating. */
  #refuseRanges({ token }: Template): void {
    if (!('contentRange' in token)) return
    const [from, to] = token.contentRange as readonly [number, number]
    const content = token.input.slice(from, to).replace(/"[^"]*"|'[^']*'/g, '""')
    const ranges = content.split('..').length - 1
    const isLoop = /^\s*for\s+\S+\s+in\s*\(/.test(token.input.slice(from, to))
    if (ranges > (isLoop ? 1 : 0)) this.#report('Ranges are only allowed after "in" in a loop.', token.begin)
  }

  #report(message: string, offset: number): void {
    this.oddities.push({ message, offset })
  }
}

/** A number with all its digits. */
function readNumber(token: Token): unknown {
  try {
    return parseNumber(token.getText())
  } catch {
    return token.content
  }
}

function nameOf(token: Token): string | undefined {
  if (token.props !== undefined || token.lhs !== undefined) return undefined
  return token.content === undefined ? undefined : String(token.content)
}
