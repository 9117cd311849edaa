import type { EnvironmentView } from '@groundplan/api-client'
import { Button, Center, Text } from '@mantine/core'
import { useState } from 'react'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { Panel } from '../../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { WebLink } from '../../layout/web-link.tsx'
import { shorten } from '../words/shorten.ts'

/** So many are shown before one asks for more. */
const fewRows = 10

/** How people reach the resources of an environment. What its outputs offer is shown with them. */
export function ConnectPanel({ environment }: { readonly environment: EnvironmentView }) {
  const [showsAll, setShowsAll] = useState(false)
  const rows = environment.connections.flatMap(({ of, ...connection }, index) =>
    of.kind === 'resource' ? [{ ...connection, address: of.address, key: String(index) }] : [],
  )
  if (rows.length === 0) return null
  const shown = showsAll ? rows : rows.slice(0, fewRows)
  return (
    <Panel title="Connect" flush>
      <StackTable label="Connect" columns={columns} rows={shown} rowKey={({ key }) => key} />
      {rows.length > shown.length && (
        <Center p="md">
          <Button variant="default" onClick={() => setShowsAll(true)}>
            Show all {rows.length.toLocaleString('en')}
          </Button>
        </Center>
      )}
    </Panel>
  )
}

interface Row {
  readonly kind: EnvironmentView['connections'][number]['kind']
  readonly label: string
  readonly value: string
  readonly address: string
  readonly key: string
}

const columns: readonly StackTableColumn<Row>[] = [
  {
    label: 'With',
    heading: true,
    render: ({ label, address }) => (
      <>
        {label}
        <Text component="div" size="xs" c="dimmed">
          {shorten(address, 300)}
        </Text>
      </>
    ),
  },
  {
    label: 'Use',
    breakable: true,
    render: ({ kind, value }) =>
      kind === 'link' ? <WebLink url={value}>{shorten(value)}</WebLink> : <code>{value}</code>,
  },
  {
    label: 'Actions',
    hidesLabel: true,
    render: ({ label, value, address }) => (
      <CopyTextButton text={value} what={`${label} of ${shorten(address, 300)}`} />
    ),
  },
]
