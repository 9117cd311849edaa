import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { SettingsPage } from '../settings-page.tsx'
import { JobPanel } from './job-panel.tsx'
import { refreshInterval } from './refresh-interval.ts'
import { WorkerPanel } from './worker-panel.tsx'

/** The workers, and what they run, will run and could not do. */
export function JobsPage() {
  const trpc = useTRPC()
  const counts = useQuery({ ...trpc.jobs.count.queryOptions(), refetchInterval: refreshInterval })
  const { running, waiting, failed } = counts.data ?? {}
  return (
    <SettingsPage
      needs="jobs.read"
      title="Workers and jobs"
      lead="Imports and everything else that happens in the background. This page updates itself."
    >
      <Stack gap="lg">
        <WorkerPanel />
        <JobPanel state="running" total={running} />
        <JobPanel state="waiting" total={waiting} />
        <JobPanel state="failed" total={failed} />
      </Stack>
    </SettingsPage>
  )
}
