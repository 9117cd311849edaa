import type { ProposalSummary } from '@groundplan/api-client'
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'

/** Proposals that a reviewer has selected in the list; they stay selected while other pages are open. */
export interface ProposalSelection {
  readonly selected: ReadonlyMap<number, ProposalSummary>
  toggle(proposal: ProposalSummary): void
  add(proposals: readonly ProposalSummary[]): void
  remove(numbers: readonly number[]): void
  clear(): void
}

const SelectionContext = createContext<ProposalSelection | undefined>(undefined)

export function ProposalSelectionProvider({ children }: { readonly children: ReactNode }) {
  const [selected, setSelected] = useState<ReadonlyMap<number, ProposalSummary>>(new Map())
  const selection = useMemo(
    (): ProposalSelection => ({
      selected,
      toggle: (proposal) =>
        setSelected((before) => {
          const after = new Map(before)
          if (!after.delete(proposal.number)) after.set(proposal.number, proposal)
          return after
        }),
      add: (proposals) =>
        setSelected(
          (before) => new Map([...before, ...proposals.map((each) => [each.number, each] as const)]),
        ),
      remove: (numbers) =>
        setSelected((before) => new Map([...before].filter(([number]) => !numbers.includes(number)))),
      clear: () => setSelected(new Map()),
    }),
    [selected],
  )
  return <SelectionContext value={selection}>{children}</SelectionContext>
}

export function useProposalSelection(): ProposalSelection {
  const selection = useContext(SelectionContext)
  if (selection === undefined) throw new Error('There is no ProposalSelectionProvider around this page.')
  return selection
}
