import type { BlueprintView } from '@groundplan/api-client'
import { Stack, Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useKeptValues } from '../forms/kept-values.ts'
import { CodeView } from '../layout/code-view.tsx'
import { InterfaceTables } from '../layout/interface-tables.tsx'
import { LoadingRows } from '../api/loading-rows.tsx'
import { blueprintTabs, type BlueprintTab } from './blueprint-search.ts'
import { BlueprintSources } from './blueprint-sources.tsx'
import { VersionTable } from './version-table.tsx'

const route = getRouteApi('/catalog/$name')

const BlueprintForm = lazy(async () => {
  const { BlueprintForm: component } = await import('./blueprint-form.tsx')
  return { default: component }
})

const titles: Readonly<Record<BlueprintTab, string>> = {
  form: 'Form',
  interface: 'Inputs and outputs',
  versions: 'Versions',
  yaml: 'YAML',
  source: 'Source',
}

/** The sides of a blueprint; which one is shown is in the address. */
export function BlueprintTabs({ blueprint }: { readonly blueprint: BlueprintView }) {
  const { tab = 'form', version } = route.useSearch()
  const navigate = route.useNavigate()
  const kept = useKeptValues(blueprint.name)
  const open = (value: string | null) => {
    const next = blueprintTabs.find((name) => name === value)
    const search = {
      ...(version === undefined ? {} : { version }),
      ...(next === undefined || next === 'form' ? {} : { tab: next }),
    }
    void navigate({ search, replace: true, resetScroll: false })
  }
  return (
    <Tabs value={tab} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg">
        {blueprintTabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {titles[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="form">
        <Suspense fallback={<LoadingRows />}>
          <BlueprintForm key={`${blueprint.name} ${blueprint.version}`} blueprint={blueprint} kept={kept} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="interface">
        <Stack gap="lg">
          <InterfaceTables
            inputs={blueprint.inputs}
            outputs={blueprint.outputs}
            providerSettings={blueprint.providerSettings}
          />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="versions">
        <VersionTable blueprint={blueprint} />
      </Tabs.Panel>
      <Tabs.Panel value="yaml">
        <CodeView
          text={blueprint.text}
          language="yaml"
          label="blueprint file"
          caption={`blueprints/${blueprint.name}.yaml`}
        />
      </Tabs.Panel>
      <Tabs.Panel value="source">
        <BlueprintSources blueprint={blueprint} />
      </Tabs.Panel>
    </Tabs>
  )
}
