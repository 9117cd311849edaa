import type { DecisionResultView } from '@groundplan/api-client'
import { stringifyJson } from '@groundplan/terraform-type'
import type { CommandContext } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Colour, what was done, and about what. */
type Told = readonly [color: 'green' | 'red', outcome: string, subject: string]

/** Prints one result: a line for people, or one line of JSON. False once nobody reads any more. */
export function printDecision(
  terminal: Terminal,
  result: { readonly number: number } & Readonly<Record<string, unknown>>,
  [color, outcome, subject]: Told,
): Promise<boolean> {
  const line = terminal.json
    ? stringifyJson(result)
    : `${terminal.style(color, outcome)} #${result.number} ${subject}`
  return terminal.write(`${line}\n`)
}

/** Prints each result of a bulk decision as it comes, then a summary. Returns the exit code. */
export async function printDecisions(
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
  decide: (signal: AbortSignal) => Promise<AsyncIterable<DecisionResultView>>,
): Promise<number> {
  const counts = { approved: 0, rejected: 0, refused: 0 }
  let total: number | undefined
  try {
    for await (const result of await decide(signal)) {
      counts[result.outcome] += 1
      total = result.total
      await printDecision(terminal, { ...result }, describe(result))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  const done = counts.approved + counts.rejected + counts.refused
  terminal.note(summarize(counts, total))
  if (signal.aborted && done < (total ?? Infinity)) return exitCodes.interrupted
  return counts.refused === 0 ? exitCodes.done : exitCodes.findings
}

function describe(result: DecisionResultView): Told {
  if (result.outcome !== 'refused') return ['green', result.outcome, result.proposal.blueprint]
  return ['red', 'refused', [result.message, result.hint].filter(Boolean).join(' ')]
}

function summarize(counts: Readonly<Record<string, number>>, total: number | undefined): string {
  if (total === undefined) return 'No open proposals match.'
  const told = Object.entries(counts).filter(([, count]) => count > 0)
  const done = told.reduce((sum, [, count]) => sum + count, 0)
  const left = done < total ? `, ${total - done} not decided` : ''
  return `${told.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}${left}.`
}
