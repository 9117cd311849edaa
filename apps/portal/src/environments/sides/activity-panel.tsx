import type { EnvironmentRequestView, EnvironmentSnapshotView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { LoadMore } from '../../api/load-more.tsx'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { IconChevronDown, IconChevronRight } from '../../icons/icons.ts'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { requestWords } from '../words/environment-words.ts'
import { formatDuration } from '../words/grain-progress.ts'
import { RequestDetails } from '../run/request-details.tsx'
import { RequestBadge } from '../tone-badge.tsx'
import classes from './activity-panel.module.css'

export interface ActivityPanelProps {
  readonly snapshot: EnvironmentSnapshotView
  /** ID of the request whose details are shown. */
  readonly opened: string | undefined
  readonly onOpen: (requestId: string | undefined) => void
}

/** What was requested, newest first, with what came of it. */
export function ActivityPanel({ snapshot, opened, onOpen }: ActivityPanelProps) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.environments.requests.infiniteQueryOptions(
      { id: snapshot.environment.id, limit: 20 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  )
  return (
    <QueryState query={query}>
      {({ pages }) => (
        <Panel title="Requests" flush>
          <ol className={classes.list}>
            {pages
              .flatMap(({ items }) => items)
              .map((request) => (
                <RequestRow
                  key={request.id}
                  request={request.id === snapshot.request?.id ? snapshot.request : request}
                  snapshot={snapshot}
                  isOpen={request.id === opened}
                  onToggle={() => onOpen(request.id === opened ? undefined : request.id)}
                />
              ))}
          </ol>
          <LoadMore query={query} of="requests" />
        </Panel>
      )}
    </QueryState>
  )
}

interface RequestRowProps {
  readonly request: EnvironmentRequestView
  readonly snapshot: EnvironmentSnapshotView
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function RequestRow({ request, snapshot, isOpen, onToggle }: RequestRowProps) {
  const { kind, requestedBy, requestedAt, endedAt, failure, reason } = request
  const id = useId()
  const took =
    endedAt === undefined ? '' : formatDuration(new Date(endedAt).getTime() - new Date(requestedAt).getTime())
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
        >
          <Icon size={16} aria-hidden />
          {requestWords[kind].title}
          <span className="visually-hidden"> by {requestedBy}: details</span>
        </button>
        <RequestBadge request={request} />
        <span className={classes.facts}>
          {requestedBy} · <RelativeTime time={requestedAt} />
          {took !== '' && ` · took ${took}`}
        </span>
      </div>
      {reason !== undefined && (
        <Text size="sm" className={classes.note}>
          {reason}
        </Text>
      )}
      {failure !== undefined && !isOpen && (
        <Text size="sm" c="dimmed" lineClamp={2} className={classes.note}>
          {failure.message}
        </Text>
      )}
      <div id={id} className={classes.details} hidden={!isOpen}>
        {isOpen && <OpenedRequest request={request} snapshot={snapshot} />}
      </div>
    </li>
  )
}

function OpenedRequest({ request, snapshot }: Pick<RequestRowProps, 'request' | 'snapshot'>) {
  const trpc = useTRPC()
  const isCurrent = request.id === snapshot.request?.id
  const query = useQuery(
    trpc.environments.request.queryOptions(isCurrent ? skipToken : { requestId: request.id }),
  )
  if (isCurrent) return <RequestDetails request={request} run={snapshot.run} />
  return (
    <QueryState query={query}>
      {(found) =>
        found.run === undefined && found.request.failure === undefined ? (
          <Text size="sm" c="dimmed">
            This was done at once, without a plan.
          </Text>
        ) : (
          <RequestDetails request={found.request} run={found.run} />
        )
      }
    </QueryState>
  )
}
