import { findNearest } from '../find-nearest.ts'
import { ExpressionError } from './expression-error.ts'
import { allFilters, unsupportedFilters } from './filters.ts'
import { limits } from './limits.ts'
import type { LiquidFailure } from './liquid.ts'
import type { ExpressionProblem } from './parse-expression.ts'

const reference = 'See the expressions in docs/blueprint-format.md.'

/** Explains why an expression cannot be parsed or evaluated. */
export function describeFailure({ cause, offset }: LiquidFailure): ExpressionProblem {
  if (cause instanceof ExpressionError)
    return { message: cause.message, hint: 'Check the values, or simplify the expression.', offset }
  const said = (cause instanceof Error ? cause.message : String(cause)).replace(/, line:\d+, col:\d+$/, '')
  return {
    ...(translate(said) ?? { message: `Invalid expression: ${shorten(said)}.`, hint: reference }),
    offset,
  }
}

/** Foreign text may be long. */
function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

type Wording = Omit<ExpressionProblem, 'offset'>

function translate(said: string): Wording | undefined {
  for (const [pattern, word] of wordings) {
    const match = pattern.exec(said)
    if (match !== null) return word(shorten(match[1] ?? ''))
  }
  return undefined
}

const wordings: readonly (readonly [RegExp, (name: string) => Wording])[] = [
  [/^output .* not closed$/s, () => ({ message: 'Missing "}}" for this "{{".', hint: 'Add "}}".' })],
  [/^tag "\{%.* not closed$/s, () => ({ message: 'Missing "%}" for this "{%".', hint: 'Add "%}".' })],
  [/^raw .* not closed$/s, () => unclosed('raw')],
  [/^tag \{%-?\s*(\w+).* not closed$/s, unclosed],
  [/^tag "(.*)" not found$/s, unknownTag],
  [/^undefined filter: (.*)$/s, unknownFilter],
  [
    /^invalid value expression: "(.*)"$/s,
    (found) => ({
      message: found === '' ? 'The expression is empty.' : `An expression cannot begin with "${found}".`,
      hint: 'Use an expression such as {{ .inputs.name }}.',
    }),
  ],
  [
    /^expected "\|" before filter$/,
    () => ({
      message: 'Unexpected text after the value: expected a filter.',
      hint: 'Separate filters with "|".',
    }),
  ],
  [
    /^undefined variable: (.*)$/s,
    (name) => ({
      message: `Undefined value "${name}".`,
      hint: 'Check the name. If the value is optional, put a condition around it.',
    }),
  ],
  [
    /^(?:memory alloc|parse length) limit exceeded$/,
    () => ({
      message: `The expression produces more than ${limits.memory} characters and elements.`,
      hint: 'Simplify the expression.',
    }),
  ],
  [
    /^(?:Maximum call stack size exceeded|Invalid string length|Invalid array length|too much recursion)/,
    () => ({ message: 'The expression uses too much memory.', hint: 'Simplify the expression.' }),
  ],
]

function unclosed(name: string): Wording {
  return { message: `Unclosed tag "${name}".`, hint: `Add {% end${name} %}.` }
}

function unknownTag(name: string): Wording {
  const reads = ['include', 'render', 'layout', 'block', 'extends'].includes(name)
  if (reads)
    return {
      message: `Unsupported tag "${name}": blueprints cannot read other files.`,
      hint: 'Copy the text into the blueprint.',
    }
  return { message: `Unknown tag "${name}".`, hint: reference }
}

function unknownFilter(name: string): Wording {
  if (unsupportedFilters.includes(name))
    return {
      message: `Unsupported filter "${name}": it needs Torque's inventory, which Groundplan does not have.`,
      hint: 'Pass the value as an input.',
    }
  const nearest = findNearest(name, allFilters)
  const hint =
    nearest === undefined ? 'See the filters in docs/blueprint-format.md.' : `Did you mean "${nearest}"?`
  return { message: `Unknown filter "${name}".`, hint }
}
