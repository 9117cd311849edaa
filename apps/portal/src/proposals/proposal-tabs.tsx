import type { ProposalView } from '@groundplan/api-client'
import { Stack, Tabs } from '@mantine/core'
import { CodeView } from '../layout/code-view.tsx'
import { InterfaceTables } from '../layout/interface-tables.tsx'
import { MarkdownText } from '../layout/markdown-text.tsx'
import { Panel } from '../layout/panel.tsx'
import { DiffView } from './diff-view.tsx'

/** The sides of a proposal: what it says, what it asks for and gives, what it changes. */
export function ProposalTabs({ proposal }: { readonly proposal: ProposalView }) {
  const {
    body,
    interface: { inputs, outputs },
    diff,
    text,
    blueprint,
  } = proposal
  return (
    <Tabs defaultValue="overview" keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="interface">Inputs and outputs</Tabs.Tab>
        <Tabs.Tab value="diff">Changes</Tabs.Tab>
        <Tabs.Tab value="yaml">YAML</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Panel>
          <MarkdownText text={body} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="interface">
        <Stack gap="lg">
          <InterfaceTables inputs={inputs} outputs={outputs} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="diff">
        <DiffView diff={diff} />
      </Tabs.Panel>
      <Tabs.Panel value="yaml">
        <CodeView
          text={text}
          language="yaml"
          label="blueprint file"
          caption={`blueprints/${blueprint}.yaml`}
        />
      </Tabs.Panel>
    </Tabs>
  )
}
