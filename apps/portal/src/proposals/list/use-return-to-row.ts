import type { ProposalSummary } from '@groundplan/api-client'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

declare module '@tanstack/history' {
  interface HistoryState {
    /** Proposals at which the reviewer goes on in the list, the best first. */
    readonly opened?: readonly number[] | undefined
  }
}

/** Gives the focus to the proposal from which the reviewer comes back to the list, or to the one beside it. */
export function useReturnToRow(proposals: readonly ProposalSummary[]): void {
  const opened = useLocation({ select: ({ state }) => state.opened })
  const isDone = useRef(false)
  useEffect(() => {
    if (opened === undefined || isDone.current || proposals.length === 0) return
    isDone.current = true
    const [row] = opened.flatMap((number) => {
      const link = document.querySelector<HTMLElement>(`[data-proposal="${number}"]`)
      return link === null ? [] : [link]
    })
    row?.focus({ preventScroll: true })
    if (row === undefined) window.scrollTo(0, 0)
    else row.closest('li')?.scrollIntoView({ block: 'center' })
  }, [opened, proposals])
}
