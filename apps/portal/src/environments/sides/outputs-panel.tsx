import { visibleText } from '@groundplan/errors'
import type { EnvironmentSnapshotView, EnvironmentView } from '@groundplan/api-client'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState } from '../../api/error-state.tsx'
import { useTRPC, useTRPCClient } from '../../api/trpc.ts'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { isWebAddress } from '../../layout/is-web-address.ts'
import { Panel } from '../../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { WebLink } from '../../layout/web-link.tsx'
import { shorten } from '../words/shorten.ts'

type Output = EnvironmentView['outputs'][number]

export interface OutputsPanelProps {
  readonly snapshot: Pick<EnvironmentSnapshotView, 'environment' | 'mayReveal'>
}

/** What the environment gives to those who use it. Secrets are shown on request, which is on record. */
export function OutputsPanel({ snapshot: { environment, mayReveal } }: OutputsPanelProps) {
  const { outputs, id } = environment
  const copied = useExactOutputs(id)
  const { revealed, reveal, hide, pending, error } = useReveal(id)
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
    {
      label: 'Value',
      breakable: true,
      render: (output) => <OutputValue {...output} revealed={revealed.get(output.name)} />,
    },
    {
      label: 'Actions',
      hidesLabel: true,
      render: ({ name, value, secret = false }) => {
        const known = revealed.get(name)
        const text = known ?? copied(name) ?? value
        return (
          <Group gap="xs" wrap="nowrap" justify="flex-end">
            {secret && mayReveal && (
              <Button
                size="compact-sm"
                variant="default"
                loading={pending === name}
                onClick={() => (known === undefined ? reveal(name) : hide(name))}
              >
                {known === undefined ? 'Reveal' : 'Hide'}
                <span className="visually-hidden"> {name}</span>
              </Button>
            )}
            {text !== undefined && <CopyTextButton text={text} what={name} />}
          </Group>
        )
      },
    },
  ]
  return (
    <Panel title="Outputs" flush>
      <Stack gap={0}>
        {error !== null && <ErrorState error={error} />}
        <StackTable label="Outputs" columns={columns} rows={outputs} rowKey={({ name }) => name} />
      </Stack>
    </Panel>
  )
}

function OutputValue({
  value,
  kind,
  secret = false,
  revealed,
}: Output & { readonly revealed: string | undefined }) {
  if (revealed !== undefined) return <code>{visibleText(revealed, { lines: true })}</code>
  if (secret) {
    return (
      <>
        <span aria-hidden>••••••••</span>
        <span className="visually-hidden">secret</span>
      </>
    )
  }
  if (value === undefined) return <Text c="dimmed">no value now</Text>
  const shown = shorten(value)
  if (kind === 'link' || isWebAddress(value)) return <WebLink url={value}>{shown}</WebLink>
  return <code>{shown}</code>
}

/** The secret outputs that somebody has asked for; they are gone with the page. */
function useReveal(id: string) {
  const client = useTRPCClient()
  const [revealed, setRevealed] = useState<ReadonlyMap<string, string>>(new Map())
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: (output: string) => client.environments.revealOutput.mutate({ id, output }),
    onSuccess: ({ name, value }) => setRevealed((before) => new Map([...before, [name, value]])),
    // Nothing of it stays in memory longer than it is shown.
    gcTime: 0,
  })
  return {
    ...{ revealed, error, reveal: mutate, pending: isPending ? variables : undefined },
    hide: (output: string) =>
      setRevealed((before) => new Map([...before].filter(([name]) => name !== output))),
  }
}

/** Values as they are, to be copied: those that are shown have what cannot be seen in them made visible. */
function useExactOutputs(id: string): (name: string) => string | undefined {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const exact = queryClient.getQueryData(trpc.environments.get.queryKey({ id }))
  return (wanted) => exact?.environment.outputs.find(({ name }) => name === wanted)?.value
}
