const token =
  /"(?:[^"\\]|\\.)*"|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+|=>|==|!=|<=|>=|&&|\|\||\.\.\.|[\p{ID_Start}_][\p{ID_Continue}-]*|[\s\S]/gu
const separators = new Set([',', '?', ':', '=', '=>', '...', 'for', 'in', 'if'])
const closings: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/**
 * The condition for a Terraform before 1.12 as later ones understand it: an error on one side of `||` or `&&` counts only where
 * the other side does not decide, and null decides an `&&` as false does. Each operand is written several times, so long conditions grow; what grows too long is
 * `undefined`.
 */
export function shortCircuit(condition: string): string | undefined {
  const tokens = condition.match(token) ?? []
  const rewritten = rewrite(tokens.values(), undefined)
  return rewritten.length > maximumLength ? undefined : rewritten
}

const maximumLength = 100_000

/** Rewrites up to the closing bracket, which is included. */
function rewrite(tokens: Iterator<string>, closing: string | undefined): string {
  let text = ''
  let operation: string[] = []
  const flush = () => {
    text += rewriteOperation(operation)
    operation = []
  }
  for (let next = tokens.next(); next.done !== true; next = tokens.next()) {
    const piece = next.value
    if (/^(?:#|\/\/|\/\*)/.test(piece)) continue
    if (piece === closing) {
      flush()
      return text + piece
    }
    const inner = closings[piece]
    if (inner !== undefined) operation.push(piece + rewrite(tokens, inner))
    else if (separators.has(piece)) {
      flush()
      text += piece
    } else operation.push(piece)
  }
  flush()
  return text
}

function rewriteOperation(pieces: readonly string[]): string {
  const alternatives = split(pieces, '||').map((part) => {
    const operands = split(part, '&&').map((operand) => operand.join(''))
    if (operands.length === 1) return operands[0] ?? ''
    const undecided = operands.map((operand) => `try(coalesce((${operand}), false), true)`)
    return `((${undecided.join(' && ')}) ? (${grouped(operands).join(' && ')}) : false)`
  })
  if (alternatives.length === 1) return alternatives[0] ?? ''
  const decided = alternatives.map((operand) => `try((${operand}) && true, false)`)
  return ` ((${decided.join(' || ')}) ? true : (${grouped(alternatives).join(' || ')})) `
}

function grouped(operands: readonly string[]): readonly string[] {
  return operands.map((operand) => `(${operand})`)
}

function split(pieces: readonly string[], operator: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]]
  for (const piece of pieces) {
    if (piece === operator) parts.push([])
    else parts.at(-1)?.push(piece)
  }
  return parts
}
