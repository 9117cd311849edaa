import { Badge, Group, Text } from '@mantine/core'
import type { BlueprintView } from '@groundplan/api-client'
import { Panel } from './panel.tsx'
import { SourceLink, type SourceLinkProps } from './source-link.tsx'
import { StackTable, type StackTableColumn } from './stack-table.tsx'

type Interface = Pick<BlueprintView, 'inputs' | 'outputs'>
type Input = Interface['inputs'][number]
type Output = Interface['outputs'][number]

const inputColumns: readonly StackTableColumn<Input>[] = [
  { label: 'Name', heading: true, render: InputName },
  { label: 'Type', breakable: true, render: ({ type }) => <code>{type}</code> },
  { label: 'Default', breakable: true, render: InputDefault },
  { label: 'Accepts', breakable: true, render: InputRules },
]

const outputColumns: readonly StackTableColumn<Output>[] = [
  {
    label: 'Name',
    heading: true,
    render: ({ name, sensitive }) => (
      <Group gap={6}>
        <code>{name}</code>
        {sensitive && <Badge color="grape">sensitive</Badge>}
      </Group>
    ),
  },
  { label: 'Description', render: ({ description }) => description },
]

export interface InterfaceTablesProps extends Interface {
  /** Where the module declares the variable or output behind a name; without it, no places are shown. */
  readonly findDeclaration?:
    ((kind: 'variable' | 'output', name: string) => SourceLinkProps | undefined) | undefined
}

/** The inputs and outputs of a blueprint. */
export function InterfaceTables({ inputs, outputs, findDeclaration }: InterfaceTablesProps) {
  const declared = (kind: 'variable' | 'output') => ({
    label: 'Declared in',
    render: ({ name }: { readonly name: string }) => {
      const place = findDeclaration?.(kind, name)
      return place && <SourceLink {...place} />
    },
  })
  const links = findDeclaration !== undefined
  return (
    <>
      <Panel title={`Inputs (${inputs.length})`} flush>
        {inputs.length === 0 ? (
          <Nothing>This blueprint has no inputs.</Nothing>
        ) : (
          <StackTable
            label="Inputs"
            columns={links ? [...inputColumns, declared('variable')] : inputColumns}
            rows={inputs}
            rowKey={({ name }) => name}
          />
        )}
      </Panel>
      <Panel title={`Outputs (${outputs.length})`} flush>
        {outputs.length === 0 ? (
          <Nothing>This blueprint has no outputs.</Nothing>
        ) : (
          <StackTable
            label="Outputs"
            columns={links ? [...outputColumns, declared('output')] : outputColumns}
            rows={outputs}
            rowKey={({ name }) => name}
          />
        )}
      </Panel>
    </>
  )
}

function InputName({ name, required, sensitive, description }: Input) {
  return (
    <>
      <Group gap={6}>
        <code>{name}</code>
        {required && <Badge color="ink">required</Badge>}
        {sensitive && <Badge color="grape">sensitive</Badge>}
      </Group>
      {description !== undefined && (
        <Text size="sm" c="dimmed" fw={400} mt={2}>
          {description}
        </Text>
      )}
    </>
  )
}

function InputDefault({ default: value }: Input) {
  return value === undefined ? undefined : <code>{value}</code>
}

function InputRules({ accepts, pattern }: Input) {
  if (accepts === undefined && pattern === undefined) return undefined
  return (
    <>
      {accepts !== undefined && <div>{accepts}</div>}
      {pattern !== undefined && (
        <div>
          matches <code>{pattern}</code>
        </div>
      )}
    </>
  )
}

function Nothing({ children }: { readonly children: string }) {
  return (
    <Text c="dimmed" size="sm" p="lg">
      {children}
    </Text>
  )
}
