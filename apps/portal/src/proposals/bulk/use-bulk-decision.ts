import type { DecisionResultView, ProposalSummary } from '@groundplan/api-client'
import { useRef, useState } from 'react'
import { useTRPCClient } from '../../api/trpc.ts'
import { visibleAnswer } from '../../api/visible-answer.ts'
import { useDecided } from '../use-decided.ts'

export type BulkState =
  | { readonly status: 'asking' }
  | { readonly status: 'running' | 'done' | 'stopped'; readonly results: readonly DecisionResultView[] }
  | { readonly status: 'failed'; readonly results: readonly DecisionResultView[]; readonly error: unknown }

export type BulkDecision =
  | { readonly action: 'approve'; readonly acknowledgeBreaking: boolean }
  | { readonly action: 'reject'; readonly reason: string }

/** Decides selected proposals and shows each result as it arrives. */
export function useBulkDecision() {
  const client = useTRPCClient()
  const decided = useDecided()
  const [state, setState] = useState<BulkState>({ status: 'asking' })
  const stopper = useRef<AbortController>(undefined)

  const start = async (proposals: readonly ProposalSummary[], decision: BulkDecision) => {
    const stop = new AbortController()
    stopper.current = stop
    const items = proposals.map(({ number, generatedCommit }) => ({ number, generatedCommit }))
    const results: DecisionResultView[] = []
    const show = (status: 'running' | 'done' | 'stopped') => setState({ status, results: [...results] })
    show('running')
    try {
      const options = { signal: stop.signal }
      const stream =
        decision.action === 'approve'
          ? await client.proposals.approveEach.mutate(
              { items, acknowledgeBreaking: decision.acknowledgeBreaking },
              options,
            )
          : await client.proposals.rejectEach.mutate({ items, reason: decision.reason }, options)
      for await (const result of stream) {
        results.push(visibleAnswer(result))
        show('running')
      }
      show('done')
    } catch (error) {
      if (stop.signal.aborted) show('stopped')
      else setState({ status: 'failed', results: [...results], error })
    } finally {
      await decided()
    }
  }

  return {
    state,
    start,
    stop: () => stopper.current?.abort(),
    reset: () => setState({ status: 'asking' }),
  }
}
