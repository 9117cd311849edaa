import type { ProposalSummary } from '@groundplan/api-client'
import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { RelativeTime } from '../layout/relative-time.tsx'
import classes from './proposal-list.module.css'
import { KindBadge, StatusBadge } from './status-badge.tsx'

const pageSize = 100

/** Proposals as rows, each of them one link. */
export function ProposalList({ proposals }: { readonly proposals: readonly ProposalSummary[] }) {
  const [shown, setShown] = useState(pageSize)
  return (
    <>
      <ul className={classes.list}>
        {proposals.slice(0, shown).map((proposal) => (
          <ProposalRow key={proposal.number} proposal={proposal} />
        ))}
      </ul>
      {proposals.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + pageSize)}>
          Show {Math.min(pageSize, proposals.length - shown)} more of {proposals.length}
        </Button>
      )}
    </>
  )
}

function ProposalRow({ proposal }: { readonly proposal: ProposalSummary }) {
  const { number, title, kind, status, source, updatedAt, review } = proposal
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <Link to="/proposals/$number" params={{ number: String(number) }} className={classes.link}>
          {title}
        </Link>
        <div className={classes.source}>
          <span>#{number}</span>
          <span>{source.store}</span>
          <code>{source.path}</code>
        </div>
      </div>
      <Group gap={6} wrap="nowrap" className={classes.badges}>
        <KindBadge kind={kind} />
        <StatusBadge status={status} />
      </Group>
      <div className={classes.time}>
        <RelativeTime time={review?.at ?? updatedAt} />
        {review !== undefined && <div>by {review.by}</div>}
      </div>
    </li>
  )
}
