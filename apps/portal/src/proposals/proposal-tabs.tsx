import type { ProposalView } from '@groundplan/api-client'
import { Stack, Tabs } from '@mantine/core'
import { useMemo } from 'react'
import { CodeView } from '../layout/code-view.tsx'
import { InterfaceTables } from '../layout/interface-tables.tsx'
import { MarkdownText } from '../layout/markdown-text.tsx'
import { Panel } from '../layout/panel.tsx'
import { DiffView } from './diff-view.tsx'
import { proposalViews, type ProposalViewName } from './proposal-search.ts'
import { withoutConflicts } from './without-conflicts.ts'

export interface ProposalTabsProps {
  readonly proposal: ProposalView
  readonly view: ProposalViewName
  readonly onShow: (view: ProposalViewName) => void
}

const titles: Readonly<Record<ProposalViewName, string>> = {
  overview: 'Overview',
  diff: 'Changes',
  interface: 'Inputs and outputs',
  yaml: 'YAML',
}

/** The sides of a proposal; which one is shown is in the address. */
export function ProposalTabs({ proposal, view, onShow }: ProposalTabsProps) {
  const {
    body,
    interface: { inputs, outputs, providerSettings },
    diff,
    text,
    blueprint,
    toDecide,
    declarations,
    source: { address, commit, path },
  } = proposal
  const findDeclaration = (kind: 'variable' | 'output', name: string) => {
    const found = declarations.find((each) => each.kind === kind && each.name === name)
    return found && { address, commit, path: found.file, line: found.line, from: path }
  }
  // The page shows conflicts with their buttons.
  const overview = useMemo(() => (toDecide.length === 0 ? body : withoutConflicts(body)), [body, toDecide])
  return (
    <Tabs
      value={view}
      onChange={(value) => onShow(proposalViews.find((name) => name === value) ?? 'overview')}
      keepMounted={false}
    >
      <Tabs.List mb="lg">
        {proposalViews.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {titles[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Panel>
          <MarkdownText text={overview} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="diff">
        <DiffView diff={diff} />
      </Tabs.Panel>
      <Tabs.Panel value="interface">
        <Stack gap="lg">
          <InterfaceTables
            inputs={inputs}
            outputs={outputs}
            providerSettings={providerSettings}
            findDeclaration={declarations.length === 0 ? undefined : findDeclaration}
          />
        </Stack>
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
