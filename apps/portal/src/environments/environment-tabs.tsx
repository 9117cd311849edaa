import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { Stack, Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { environmentTabs, type EnvironmentTab } from './environment-search.ts'
import { ActivityPanel } from './sides/activity-panel.tsx'
import { ConnectPanel } from './sides/connect-panel.tsx'
import { DetailsPanel } from './sides/details-panel.tsx'
import { InputsPanel } from './sides/inputs-panel.tsx'
import { OutputsPanel } from './sides/outputs-panel.tsx'
import { PartsPanel } from './sides/parts-panel.tsx'
import { ResourcesPanel } from './sides/resources-panel.tsx'

const route = getRouteApi('/environments/$id')

const titles: Readonly<Record<EnvironmentTab, string>> = {
  overview: 'Overview',
  resources: 'Resources',
  activity: 'Activity',
  inputs: 'Inputs',
}

/** The sides of an environment; which one is shown is in the address. */
export function EnvironmentTabs({ snapshot }: { readonly snapshot: EnvironmentSnapshotView }) {
  const { environment } = snapshot
  const { tab = 'overview', request } = route.useSearch()
  const navigate = route.useNavigate()
  const open = (value: string | null) => {
    const next = environmentTabs.find((name) => name === value)
    const search = next === undefined || next === 'overview' ? {} : { tab: next }
    void navigate({ search, replace: true, resetScroll: false })
  }
  const openRequest = (requestId: string | undefined) =>
    void navigate({
      search: { tab: 'activity', ...(requestId === undefined ? {} : { request: requestId }) },
      replace: true,
      resetScroll: false,
    })
  return (
    <Tabs value={tab} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg">
        {environmentTabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {titles[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Stack gap="lg">
          <PartsPanel snapshot={snapshot} />
          <OutputsPanel snapshot={snapshot} />
          <ConnectPanel environment={environment} />
          <DetailsPanel environment={environment} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="resources">
        <ResourcesPanel environment={environment} />
      </Tabs.Panel>
      <Tabs.Panel value="activity">
        <ActivityPanel snapshot={snapshot} opened={request} onOpen={openRequest} />
      </Tabs.Panel>
      <Tabs.Panel value="inputs">
        <InputsPanel environment={environment} />
      </Tabs.Panel>
    </Tabs>
  )
}
