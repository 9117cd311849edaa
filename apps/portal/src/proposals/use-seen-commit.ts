import { useState } from 'react'

/** Whether an open proposal has changed since the reviewer opened it or last confirmed to have seen it. */
export function useSeenCommit(
  proposal: { readonly number: number; readonly commit: string; readonly status: string } | undefined,
) {
  const [seen, setSeen] = useState<{ readonly number: number; readonly commit: string }>()
  if (proposal !== undefined && seen?.number !== proposal.number)
    setSeen({ number: proposal.number, commit: proposal.commit })
  const isStale =
    proposal?.status === 'open' && seen?.number === proposal.number && seen.commit !== proposal.commit
  return {
    isStale,
    /** The reviewer has seen the proposal as it is now; `commit` if it was the reviewer who changed it. */
    markSeen: (commit = proposal?.commit) => {
      if (proposal !== undefined && commit !== undefined) setSeen({ number: proposal.number, commit })
    },
  }
}
