import type { AuditEventView } from '@groundplan/api-client'
import { Badge, Stack, Text, Title } from '@mantine/core'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { FactList } from '../../layout/fact-list.tsx'
import { formatExactTime } from '../../layout/format-relative-time.ts'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { isRefusal } from './audit-table.tsx'
import classes from './audit-event-dialog.module.css'

/** Everything about one event, with the facts before and after. */
export function AuditEventDialog({ dialog }: { readonly dialog: DialogState<AuditEventView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog
      opened={opened}
      onClose={close}
      size="xl"
      title={item === undefined ? '' : `Event ${item.sequence}: ${item.action}`}
    >
      {item !== undefined && <EventDetails event={item} />}
    </FormDialog>
  )
}

function EventDetails({ event }: { readonly event: AuditEventView }) {
  const { time, actor, actorKind, target, sourceAddress, reason, correlationId, hash } = event
  const optional = [
    ['Source address', sourceAddress],
    ['Reason', reason],
    ['Caused by', correlationId],
  ] as const
  return (
    <Stack gap="lg">
      <FactList
        facts={[
          { label: 'When', value: formatExactTime(time) },
          { label: 'Who', value: `${actor} (${actorKind})` },
          {
            label: 'Result',
            value: isRefusal(event) ? <Badge color="red">Refused</Badge> : <Badge color="teal">Done</Badge>,
          },
          {
            label: 'Target',
            value: (
              <>
                {target.kind} <code>{target.id}</code>
              </>
            ),
          },
          ...optional.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
        ]}
      />
      <Changes event={event} />
      <div>
        <Title order={3} mb={6}>
          Hash
        </Title>
        <div className={classes.hash}>
          <code>{hash}</code>
          <CopyTextButton text={hash} what="the hash" />
        </div>
      </div>
    </Stack>
  )
}

interface Change {
  readonly fact: string
  readonly before: string | undefined
  readonly after: string | undefined
}

const columns: readonly StackTableColumn<Change>[] = [
  { label: 'Fact', heading: true, render: ({ fact }) => fact },
  {
    label: 'Before',
    breakable: true,
    render: ({ before, after }) => before !== undefined && (before === after ? before : <del>{before}</del>),
  },
  {
    label: 'After',
    breakable: true,
    render: ({ before, after }) => after !== undefined && (before === after ? after : <ins>{after}</ins>),
  },
]

function Changes({ event: { before = {}, after = {} } }: { readonly event: AuditEventView }) {
  const facts = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  if (facts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        This event has no further facts.
      </Text>
    )
  }
  const rows = facts.map((fact) => ({ fact, before: textOf(before[fact]), after: textOf(after[fact]) }))
  return (
    <div>
      <Title order={3} mb={6}>
        What changed
      </Title>
      <div className={classes.changes}>
        <StackTable label="What changed" columns={columns} rows={rows} rowKey={({ fact }) => fact} />
      </div>
    </div>
  )
}

function textOf(value: string | number | boolean | null | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
