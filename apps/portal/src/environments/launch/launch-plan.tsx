import type { EnvironmentRequestView, EnvironmentSnapshotView } from '@groundplan/api-client'
import { RequestPanel } from '../run/request-panel.tsx'
import { Text } from '@mantine/core'
import { RouterAnchor } from '../../layout/router-links.tsx'

export interface LaunchPlanProps {
  readonly snapshot: EnvironmentSnapshotView
  readonly request: EnvironmentRequestView
}

/** The plan as it is made, and then the choice to launch or to discard it. */
export function LaunchPlan({ snapshot: { environment, run }, request }: LaunchPlanProps) {
  return (
    <>
      <RequestPanel request={request} run={run} isLaunch />
      <Text size="sm" c="dimmed">
        You can leave this page:{' '}
        <RouterAnchor underline="always" to="/environments/$id" params={{ id: environment.id }}>
          {environment.name}
        </RouterAnchor>{' '}
        is among the environments, and the plan waits for you there.
      </Text>
    </>
  )
}
