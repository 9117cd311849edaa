import type { DecisionResultView } from '@groundplan/api-client'
import { ExternalServiceError } from '@groundplan/errors'
import { stringifyJson } from '@groundplan/terraform-type'
import { TRPCClientError } from '@trpc/client'
import type { CommandContext } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Color, action and subject. */
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
  let failure: { readonly error: unknown } | undefined
  try {
    for await (const result of translateLoss(await decide(signal))) {
      counts[result.outcome] += 1
      total = result.total
      await printDecision(terminal, { ...result }, describe(result))
    }
  } catch (error) {
    failure = { error }
  }
  if (total !== undefined) terminal.note(summarize(counts, total))
  else if (failure === undefined) terminal.note('No open proposals match.')
  if (failure !== undefined && !signal.aborted) throw failure.error
  const done = counts.approved + counts.rejected + counts.refused
  if (signal.aborted && done < (total ?? Infinity)) return exitCodes.interrupted
  return counts.refused === 0 && done === (total ?? 0) ? exitCodes.done : exitCodes.findings
}

/** The same results; a stream that breaks off ends with an error that people can read. */
async function* translateLoss(results: AsyncIterable<DecisionResultView>) {
  try {
    yield* results
  } catch (error) {
    if (error instanceof TRPCClientError) throw error
    throw new ExternalServiceError('The connection to the server was lost.', {
      service: 'groundplan',
      hint: 'Run the command again: it skips what is decided already.',
      cause: error,
    })
  }
}

function describe(result: DecisionResultView): Told {
  if (result.outcome !== 'refused') return ['green', result.outcome, result.proposal.blueprint]
  return ['red', 'refused', [result.message, result.hint].filter(Boolean).join(' ')]
}

function summarize(counts: Readonly<Record<string, number>>, total: number): string {
  const told = Object.entries(counts).filter(([, count]) => count > 0)
  const done = told.reduce((sum, [, count]) => sum + count, 0)
  // The server may have been at one of them when the stream ended.
  const left = done < total ? `, ${total - done} without a result (run the command again)` : ''
  return `${told.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}${left}.`
}
