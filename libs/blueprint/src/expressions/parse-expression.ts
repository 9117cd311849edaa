import { describeFailure } from './describe-failure.ts'
import { limits } from './limits.ts'
import { parseLiquid, type Template } from './liquid.ts'
import { listVariables, type VariablePath } from './list-variables.ts'

/** A problem with an expression. */
export interface ExpressionProblem {
  readonly message: string
  /** The next step. */
  readonly hint: string
  /** Offset in the text, in characters. */
  readonly offset: number
}

export type ParsedExpression =
  | {
      readonly ok: true
      readonly templates: readonly Template[]
      readonly variables: readonly VariablePath[]
    }
  | { readonly ok: false; readonly problem: ExpressionProblem }

/** Parses a string that may contain `{{ … }}` and `{% … %}`. Never throws. */
export function parseExpression(text: string): ParsedExpression {
  const tooMuch = findExcess(text)
  if (tooMuch !== undefined) return { ok: false, problem: tooMuch }
  const parsed = parseLiquid(withPlainBrackets(text))
  if (!parsed.ok) return { ok: false, problem: describeFailure(parsed) }
  const { variables, oddities } = listVariables(parsed.value)
  const [oddity] = oddities
  if (oddity === undefined) return { ok: true, templates: parsed.value, variables }
  return { ok: false, problem: { ...oddity, hint: 'See the expressions in docs/blueprint-format.md.' } }
}

/** True for strings that contain expressions. */
export function hasExpression(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

function findExcess(text: string): ExpressionProblem | undefined {
  const hint = 'Move the logic into the module.'
  if (text.length > limits.textLength)
    return {
      message: `Text with expressions must not exceed ${limits.textLength} characters.`,
      hint,
      offset: 0,
    }
  let [tags, brackets] = [0, 0]
  for (const { 0: found, index } of text.matchAll(/\{%-?\s*\w*|[[(\])]|\{\{/g)) {
    if (found.startsWith('{')) brackets = 0
    if (found === '[' || found === '(') brackets += 1
    else if (found === ']' || found === ')') brackets = Math.max(0, brackets - 1)
    else if (/(?:if|unless|for|case|capture)$/.test(found)) tags += found.includes('end') ? -1 : 1
    if (tags > limits.nesting || brackets > limits.nesting)
      return {
        message: `Expressions must not be nested deeper than ${limits.nesting} levels.`,
        hint,
        offset: index,
      }
  }
  return undefined
}

/** Torque writes `.inputs.["My Name"]`; Liquid knows `.inputs["My Name"]`. Keeps the offset of every character. */
function withPlainBrackets(text: string): string {
  if (!text.includes('.[')) return text
  const pieces: string[] = []
  let isInside = false
  let from = 0
  for (;;) {
    const pattern = isInside ? /"[^"]*"|'[^']*'|\.\[|\}\}|%\}/g : /\{\{|\{%/g
    pattern.lastIndex = from
    const match = pattern.exec(text)
    if (match === null) return pieces.join('') + text.slice(from)
    const [found] = match
    pieces.push(text.slice(from, match.index), found === '.[' ? '[ ' : found)
    if (!/^["'.]/.test(found)) isInside = !isInside
    from = match.index + found.length
  }
}
