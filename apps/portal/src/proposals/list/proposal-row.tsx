import type { ProposalSummary } from '@groundplan/api-client'
import { Badge, Checkbox, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { RelativeTime } from '../../layout/relative-time.tsx'
import type { ProposalsSearch } from '../proposals-search.ts'
import { KindBadge, StatusBadge } from '../status-badge.tsx'
import classes from './proposal-list.module.css'

export interface ProposalRowProps {
  readonly proposal: ProposalSummary
  /** The list that it is in, for the way back and to the next one. */
  readonly search: ProposalsSearch
  readonly isSelected: boolean
  /** Absent: it cannot be selected. */
  readonly onToggle: (() => void) | undefined
}

/** One proposal as a row. Only open ones can be selected. */
export function ProposalRow({ proposal, search, isSelected, onToggle }: ProposalRowProps) {
  const { number, title, kind, status, source, createdAt, review, breaking, conflicts, owners } = proposal
  return (
    <li className={classes.row} data-selected={isSelected || undefined}>
      <div className={classes.check}>
        {status === 'open' && onToggle !== undefined && (
          <Checkbox
            size="sm"
            aria-label={`Select #${number} ${title}`}
            checked={isSelected}
            onChange={onToggle}
          />
        )}
      </div>
      <div className={classes.main}>
        <Link
          to="/proposals/$number"
          params={{ number: String(number) }}
          search={search}
          className={classes.link}
          data-proposal={number}
        >
          {title}
        </Link>
        <div className={classes.source}>
          <span>#{number}</span>
          <span>{source.store}</span>
          <code>{source.path}</code>
          {owners.length > 0 && <span>{owners.join(', ')}</span>}
        </div>
      </div>
      <Group gap={6} className={classes.badges}>
        {breaking > 0 && <Badge color="red">Breaking</Badge>}
        {conflicts > 0 && (
          <Badge color="yellow">{conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`}</Badge>
        )}
        {review?.askedBy !== undefined && <Badge color="ink">Reopened</Badge>}
        <KindBadge kind={kind} />
        {search.status === 'all' && <StatusBadge status={status} />}
      </Group>
      <div className={classes.time}>
        <RelativeTime time={review?.at ?? createdAt} />
        {review !== undefined && <> by {review.by}</>}
      </div>
    </li>
  )
}
