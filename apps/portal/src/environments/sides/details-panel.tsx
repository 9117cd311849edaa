import type { EnvironmentView } from '@groundplan/api-client'
import { Badge, Group } from '@mantine/core'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { FactList } from '../../layout/fact-list.tsx'
import { formatExactTime } from '../../layout/format-relative-time.ts'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'

/** Whose it is, since when, until when, and what it belongs to. */
export function DetailsPanel({ environment }: { readonly environment: EnvironmentView }) {
  const { id, owner, collaborators, component, labels, createdAt, endsAt, stoppedBy } = environment
  return (
    <Panel title="Details">
      <FactList
        facts={[
          { label: 'Owner', value: owner },
          ...(collaborators.length === 0
            ? []
            : [{ label: 'Collaborators', value: collaborators.join(', ') }]),
          ...(component === undefined ? [] : [{ label: 'Component', value: component }]),
          ...(labels.length === 0
            ? []
            : [
                {
                  label: 'Labels',
                  value: (
                    <Group gap={5}>
                      {labels.map((label) => (
                        <Badge key={label} color="gray">
                          {label}
                        </Badge>
                      ))}
                    </Group>
                  ),
                },
              ]),
          { label: 'Created', value: <RelativeTime time={createdAt} /> },
          { label: 'Ends', value: endsAt === undefined ? 'Never' : formatExactTime(endsAt) },
          ...(stoppedBy === undefined
            ? []
            : [
                {
                  label: 'Stopped',
                  value: stoppedBy === 'destroy' ? 'Destroyed until the next start' : 'Powered off',
                },
              ]),
          {
            label: 'ID',
            value: (
              <Group gap={8}>
                <code>{id}</code>
                <CopyTextButton text={id} what="the ID" />
              </Group>
            ),
          },
        ]}
      />
    </Panel>
  )
}
