import type { EnvironmentView } from '@groundplan/api-client'
import { Badge } from '@mantine/core'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { shorten } from '../words/shorten.ts'

interface Row {
  readonly name: string
  /** Absent: it is secret. */
  readonly value?: string
}

const columns: readonly StackTableColumn<Row>[] = [
  { label: 'Input', heading: true, render: ({ name }) => <code>{name}</code> },
  {
    label: 'Value',
    breakable: true,
    render: ({ value }) =>
      value === undefined ? (
        <>
          <span aria-hidden>••••••••</span> <Badge color="grape">sensitive</Badge>
        </>
      ) : (
        <code>{shorten(value)}</code>
      ),
  },
]

/** The values that the environment has. Those that are not set have the blueprint's defaults. */
export function InputsPanel({ environment }: { readonly environment: EnvironmentView }) {
  const { inputs, secretInputs } = environment
  const rows: readonly Row[] = [
    ...Object.entries(inputs).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    ...secretInputs.map((name) => ({ name })),
  ]
  if (rows.length === 0)
    return <EmptyState title="No inputs are set">All inputs have the defaults of the blueprint.</EmptyState>
  return (
    <Panel title="Inputs" flush>
      <StackTable label="Inputs" columns={columns} rows={rows} rowKey={({ name }) => name} />
    </Panel>
  )
}
