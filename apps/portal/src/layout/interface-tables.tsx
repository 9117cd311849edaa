import { Badge, Group, Text } from '@mantine/core'
import type { BlueprintView } from '@groundplan/api-client'
import { Panel } from './panel.tsx'
import { SourceLink, type SourceLinkProps } from './source-link.tsx'
import { StackTable, type StackTableColumn } from './stack-table.tsx'

type Interface = Pick<BlueprintView, 'inputs' | 'outputs' | 'providerSettings'>
type Input = Interface['inputs'][number]
type Output = Interface['outputs'][number]
type Provider = Interface['providerSettings'][number]

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

const providerColumns: readonly StackTableColumn<Provider>[] = [
  { label: 'Configuration', heading: true, render: ({ name }) => <code>{name}</code> },
  { label: 'Settings', breakable: true, render: ProviderValues },
  { label: 'From the space', render: ({ fromSpace }) => fromSpace.join(', ') },
]

export interface InterfaceTablesProps extends Interface {
  /** Where the module declares the variable or output behind a name; without it, no places are shown. */
  readonly findDeclaration?:
    ((kind: 'variable' | 'output', name: string) => SourceLinkProps | undefined) | undefined
}

/** The inputs, outputs and provider settings of a blueprint. */
export function InterfaceTables({
  inputs,
  outputs,
  providerSettings,
  findDeclaration,
}: InterfaceTablesProps) {
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
      {providerSettings.length > 0 && (
        <Panel title="Provider settings" flush>
          <StackTable
            label="Provider settings"
            columns={providerColumns}
            rows={providerSettings}
            rowKey={({ grain, name }) => `${grain} ${name}`}
          />
        </Panel>
      )}
    </>
  )
}

function ProviderValues({ settings }: Provider) {
  return settings.map(({ name, value }) => (
    <div key={name}>
      {name}: <code>{value}</code>
    </div>
  ))
}

function InputName({ name, required, sensitive, ephemeral, description }: Input) {
  return (
    <>
      <Group gap={6}>
        <code>{name}</code>
        {required && <Badge color="ink">required</Badge>}
        {sensitive && <Badge color="grape">sensitive</Badge>}
        {ephemeral && <Badge color="gray">not stored</Badge>}
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
