import type { EnvironmentView } from '@groundplan/api-client'
import { Badge, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { isWebAddress } from '../../layout/is-web-address.ts'
import { Panel } from '../../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { WebLink } from '../../layout/web-link.tsx'
import { shorten } from '../words/shorten.ts'

type Output = EnvironmentView['outputs'][number]

/** What the environment gives to those who use it. */
export function OutputsPanel({ environment }: { readonly environment: EnvironmentView }) {
  const { outputs, id } = environment
  const copied = useExactOutputs(id)
  if (outputs.length === 0) return null
  const columns: readonly StackTableColumn<Output>[] = [
    {
      label: 'Output',
      heading: true,
      render: ({ name, description }) => (
        <>
          {name}
          {description !== undefined && (
            <Text component="div" size="xs" c="dimmed">
              {description}
            </Text>
          )}
        </>
      ),
    },
    { label: 'Value', breakable: true, render: OutputValue },
    {
      label: 'Copy',
      hidesLabel: true,
      render: ({ name, value }) =>
        value !== undefined && <CopyTextButton text={copied(name) ?? value} what={name} />,
    },
  ]
  return (
    <Panel title="Outputs" flush>
      <StackTable label="Outputs" columns={columns} rows={outputs} rowKey={({ name }) => name} />
    </Panel>
  )
}

function OutputValue({ value, kind }: Output) {
  if (value === undefined) {
    return (
      <>
        <span aria-hidden>••••••••</span> <Badge color="grape">not shown</Badge>
      </>
    )
  }
  const shown = shorten(value)
  if (kind === 'link' || isWebAddress(value)) return <WebLink url={value}>{shown}</WebLink>
  return <code>{shown}</code>
}

/** Values as they are, to be copied: those that are shown have what cannot be seen in them made visible. */
function useExactOutputs(id: string): (name: string) => string | undefined {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const exact = queryClient.getQueryData(trpc.environments.get.queryKey({ id }))
  return (wanted) => exact?.environment.outputs.find(({ name }) => name === wanted)?.value
}
