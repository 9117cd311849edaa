import type { AuditEventView } from '@groundplan/api-client'
import { Badge, Group, Text } from '@mantine/core'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import classes from './audit-table.module.css'
import { RowButton } from '../row-button.tsx'

export interface AuditTableProps {
  readonly events: readonly AuditEventView[]
  readonly onOpen: (event: AuditEventView) => void
}

/** Events, the newest first. */
export function AuditTable({ events, onOpen }: AuditTableProps) {
  return (
    <StackTable
      label="Events"
      columns={columnsOf(onOpen)}
      rows={events}
      rowKey={({ sequence }) => sequence}
    />
  )
}

/** True for what somebody wanted and was not allowed. */
export function isRefusal({ action }: Pick<AuditEventView, 'action'>): boolean {
  return action.startsWith('access.')
}

function columnsOf(onOpen: AuditTableProps['onOpen']): readonly StackTableColumn<AuditEventView>[] {
  return [
    {
      label: 'Action',
      heading: true,
      render: (event) => (
        <Group gap={8}>
          <code className={classes.action}>{event.action}</code>
          {isRefusal(event) && <Badge color="red">Refused</Badge>}
        </Group>
      ),
    },
    {
      label: 'Who',
      breakable: true,
      render: ({ actor, sourceAddress }) => (
        <>
          {actor}{' '}
          {sourceAddress !== undefined && (
            <Text component="div" size="xs" c="dimmed">
              from {sourceAddress}
            </Text>
          )}
        </>
      ),
    },
    {
      label: 'Target',
      breakable: true,
      render: ({ target }) => (
        <>
          {target.kind} <code>{target.id}</code>
        </>
      ),
    },
    {
      label: 'When',
      render: ({ time }) => (
        <span className={classes.time}>
          <RelativeTime time={time} />
        </span>
      ),
    },
    {
      label: 'Details',
      hidesLabel: true,
      render: (event) => (
        <RowButton label="Details" about={`of event ${event.sequence}`} onClick={() => onOpen(event)} />
      ),
    },
  ]
}
