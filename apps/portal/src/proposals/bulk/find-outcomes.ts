import type { ApiClient, ProposalSummary } from '@groundplan/api-client'

/** What became of a proposal whose result did not arrive: its status, or `unknown` if the server does not answer. */
export interface FoundOutcome {
  readonly number: number
  readonly outcome: ProposalSummary['status'] | 'unknown'
}

/** The server lists no more at once. */
const mostListed = 100

/** Milliseconds before each try. The server may still be at the first one, which it was deciding when the stream ended. */
const pauses = [100, 400, 1000, 2000, 4000]

/**
 * Asks what became of proposals whose results did not arrive because the stream ended early, the next one to be decided first. Never
 * throws.
 */
export async function findOutcomes(
  numbers: readonly number[],
  client: ApiClient,
  waits: readonly number[] = pauses,
): Promise<readonly FoundOutcome[]> {
  const [next] = numbers
  let found: ReadonlyMap<number, ProposalSummary['status']> | undefined
  for (const wait of waits) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    found = (await readStatuses(numbers, client).catch(() => undefined)) ?? found
    if (next === undefined || (found !== undefined && found.get(next) !== 'open')) break
  }
  return numbers.map((number) => ({ number, outcome: found?.get(number) ?? 'unknown' }))
}

async function readStatuses(numbers: readonly number[], client: ApiClient) {
  const statuses = new Map<number, ProposalSummary['status']>()
  for (let from = 0; from < numbers.length; from += mostListed) {
    const part = numbers.slice(from, from + mostListed)
    const { items } = await client.proposals.list.query({ numbers: part, limit: mostListed })
    for (const { number, status } of items) statuses.set(number, status)
  }
  return statuses
}
