import type { ApiClient, DecisionResultView, ProposalSummary } from '@groundplan/api-client'
import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '../../api/trpc.ts'
import { visibleAnswer } from '../../api/visible-answer.ts'
import { useDecided } from '../use-decided.ts'
import { findOutcomes, type FoundOutcome } from './find-outcomes.ts'

export type BulkResult = DecisionResultView | FoundOutcome

export type BulkState =
  | { readonly status: 'asking' }
  | {
      /** `checking`: some results did not arrive, and the server is asked what became of those proposals. */
      readonly status: 'running' | 'checking' | 'done' | 'stopped'
      readonly results: readonly BulkResult[]
    }
  | { readonly status: 'failed'; readonly results: readonly BulkResult[]; readonly error: unknown }

export type BulkDecision =
  | { readonly action: 'approve'; readonly acknowledgeBreaking: boolean }
  | { readonly action: 'reject'; readonly reason: string }

/** The server takes no more in one request. */
const mostSelected = 1000

/** Decides selected proposals and shows each result as it arrives. */
export function useBulkDecision() {
  const client = useTRPCClient()
  const decided = useDecided()
  const [state, setState] = useState<BulkState>({ status: 'asking' })
  const stopper = useRef<AbortController>(undefined)
  useEffect(() => () => stopper.current?.abort(), [])

  const start = async (proposals: readonly ProposalSummary[], decision: BulkDecision) => {
    const stop = new AbortController()
    stopper.current = stop
    const results: BulkResult[] = []
    let failure: { readonly error: unknown } | undefined
    setState({ status: 'running', results })
    try {
      for await (const result of decideAll(client, proposals, decision, stop.signal)) {
        results.push(visibleAnswer(result))
        setState({ status: 'running', results: [...results] })
      }
    } catch (error) {
      if (!stop.signal.aborted) failure = { error }
    }
    const known = new Set(results.map(({ number }) => number))
    const missing = proposals.map(({ number }) => number).filter((number) => !known.has(number))
    if (missing.length > 0) {
      setState({ status: 'checking', results: [...results] })
      results.push(...(await findOutcomes(missing, client)))
    }
    setState(
      failure === undefined
        ? { status: stop.signal.aborted ? 'stopped' : 'done', results }
        : { status: 'failed', results, error: failure.error },
    )
    await decided()
  }

  return {
    state,
    start,
    stop: () => stopper.current?.abort(),
    reset: () => setState({ status: 'asking' }),
  }
}

async function* decideAll(
  client: ApiClient,
  proposals: readonly ProposalSummary[],
  decision: BulkDecision,
  signal: AbortSignal,
): AsyncGenerator<DecisionResultView, void> {
  const selected = proposals.map(({ number, generatedCommit }) => ({ number, generatedCommit }))
  for (let from = 0; from < selected.length; from += mostSelected) {
    const items = selected.slice(from, from + mostSelected)
    yield* decision.action === 'approve'
      ? await client.proposals.approveEach.mutate(
          { items, acknowledgeBreaking: decision.acknowledgeBreaking },
          { signal },
        )
      : await client.proposals.rejectEach.mutate({ items, reason: decision.reason }, { signal })
  }
}
