import type { ProposalSummary } from '@groundplan/api-client'
import { useShortcuts } from '../../keyboard/use-shortcuts.ts'
import type { BulkAction } from '../bulk/bulk-dialog.tsx'
import { useProposalSelection } from '../selection/proposal-selection.tsx'

export const listShortcuts = [
  ['j', 'Move to the next proposal'],
  ['k', 'Move to the previous proposal'],
  ['x', 'Select or deselect the proposal'],
  ['Enter', 'Open the proposal'],
  ['a', 'Approve the selected proposals, or the current one'],
  ['r', 'Reject the selected proposals, or the current one'],
  ['/', 'Search'],
  ['?', 'Show these shortcuts'],
] as const

export interface ListShortcutOptions {
  readonly proposals: readonly ProposalSummary[]
  readonly onSearch: () => void
  readonly onHelp: () => void
  readonly onAct: (action: BulkAction) => void
}

/** Moves through the list, selects and decides with single keys. The current proposal is the one whose row has the focus. */
export function useListShortcuts({ proposals, onSearch, onHelp, onAct }: ListShortcutOptions): void {
  const { selected, toggle, add } = useProposalSelection()
  const current = () => {
    const row = document.activeElement?.closest('li')?.querySelector('[data-proposal]')
    const number = Number(row?.getAttribute('data-proposal'))
    return proposals.find((proposal) => proposal.number === number)
  }
  const move = (step: 1 | -1) => {
    const at = current()
    const index = at === undefined ? (step === 1 ? 0 : -1) : proposals.indexOf(at) + step
    const link = document.querySelector<HTMLElement>(`[data-proposal="${proposals[index]?.number}"]`)
    link?.focus({ preventScroll: true })
    link?.closest('li')?.scrollIntoView({ block: 'nearest' })
  }
  const act = (action: BulkAction) => {
    const at = current()
    if (selected.size === 0) {
      if (at?.status !== 'open') return
      add([at])
    }
    onAct(action)
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const at = current()
      if (at?.status === 'open') toggle(at)
    },
    a: () => act('approve'),
    r: () => act('reject'),
    '/': onSearch,
    '?': onHelp,
  })
}
