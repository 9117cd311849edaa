import type { ProposalSummary } from '@groundplan/api-client'
import { Button, Checkbox } from '@mantine/core'
import { IconCheck, IconX } from '../../icons/icons.ts'
import type { BulkAction } from '../bulk/bulk-dialog.tsx'
import { useProposalSelection } from '../selection/proposal-selection.tsx'
import classes from './proposal-list.module.css'

export interface SelectionBarProps {
  /** What is shown. */
  readonly proposals: readonly ProposalSummary[]
  /** How many match, shown or not. */
  readonly total: number | undefined
  readonly onAct: (action: BulkAction) => void
  /** Loads what is not shown yet, and selects all of it. */
  readonly onSelectAll: () => void
  readonly isSelectingAll: boolean
}

/** How many proposals match and are selected, and what can be done with those. */
export function SelectionBar({ proposals, total, onAct, onSelectAll, isSelectingAll }: SelectionBarProps) {
  const { selected, add, clear } = useProposalSelection()
  const open = proposals.filter(({ status }) => status === 'open')
  const chosen = open.filter(({ number }) => selected.has(number)).length
  const isAll = open.length > 0 && chosen === open.length
  const matches = total === undefined ? '' : total === 1 ? '1 proposal' : `${total} proposals`
  return (
    <div className={classes.bar} role="group" aria-label="Selection">
      {open.length > 0 && (
        <Checkbox
          size="sm"
          aria-label="Select all shown"
          checked={isAll}
          indeterminate={chosen > 0 && !isAll}
          onChange={() => (isAll ? clear() : add(open))}
        />
      )}
      <span role="status">{selected.size > 0 ? `${selected.size} selected` : matches}</span>
      {selected.size > 0 && (
        <button type="button" className={classes.linkButton} onClick={clear}>
          Clear
        </button>
      )}
      {isAll && total !== undefined && total > selected.size && (
        <button
          type="button"
          className={classes.linkButton}
          onClick={onSelectAll}
          aria-disabled={isSelectingAll}
        >
          {isSelectingAll ? 'Selecting…' : `Select all ${total}`}
        </button>
      )}
      {selected.size > 0 && (
        <div className={classes.actions}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size={15} aria-hidden />}
            onClick={() => onAct('reject')}
          >
            Reject {selected.size}
          </Button>
          <Button
            size="xs"
            leftSection={<IconCheck size={15} aria-hidden />}
            onClick={() => onAct('approve')}
          >
            Approve {selected.size}
          </Button>
        </div>
      )}
    </div>
  )
}
