import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { QueryState } from '../../api/query-state.tsx'
import { useKeptValues } from '../../forms/kept-values.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Page } from '../../layout/page.tsx'
import { RouterAnchor, RouterButton } from '../../layout/router-links.tsx'
import { visibleName } from '../../layout/visible-name.ts'
import { useMay } from '../../session/session.ts'
import { NoPermission } from '../../settings/no-permission.tsx'
import { useFollowedEnvironment } from '../use-followed-environment.ts'
import { LaunchForm } from './launch-form.tsx'
import { LaunchPlan } from './launch-plan.tsx'
import { LaunchSteps } from './launch-steps.tsx'

const route = getRouteApi('/catalog/$name/launch')

/** Launches a blueprint: first its form, then the plan. The address names the environment, so that a reload continues. */
export function LaunchPage() {
  const { name } = route.useParams()
  const { version, environment: id } = route.useSearch()
  const mayLaunch = useMay('environments.launch')
  const trpc = useTRPC()
  const environment = useFollowedEnvironment(id)
  const kept = useKeptValues(name)
  const launched = environment.data?.environment.blueprint
  const wanted = launched?.version ?? version
  const isReady = mayLaunch && (id === undefined || launched !== undefined)
  const query = useQuery(
    trpc.catalog.get.queryOptions(
      isReady
        ? { name: launched?.name ?? name, ...(wanted === undefined ? {} : { version: wanted }) }
        : skipToken,
    ),
  )
  if (!mayLaunch) return <NoPermission title="Launch" needs="environments.launch" />
  const title = `Launch ${query.data?.displayName ?? visibleName(name)}`
  const isPlanning = environment.data?.request !== undefined
  const form = (snapshot: EnvironmentSnapshotView | undefined) => (
    <QueryState query={query}>
      {(blueprint) => (
        <LaunchStep snapshot={snapshot}>
          {blueprint.retired ? (
            <Retired />
          ) : (
            <LaunchForm key={id} blueprint={blueprint} kept={kept} draft={snapshot?.environment} />
          )}
        </LaunchStep>
      )}
    </QueryState>
  )
  return (
    <Page
      title={title}
      trail={
        <RouterAnchor to="/catalog/$name" params={{ name }}>
          {query.data?.displayName ?? visibleName(name)}
        </RouterAnchor>
      }
      lead={<LaunchSteps current={isPlanning ? 'plan' : 'form'} />}
    >
      {id === undefined ? (
        form(undefined)
      ) : (
        <QueryState query={environment}>{(snapshot) => form(snapshot)}</QueryState>
      )}
    </Page>
  )
}

function Retired() {
  return (
    <EmptyState
      title="This blueprint is retired"
      actions={<RouterButton to="/catalog">Open the catalog</RouterButton>}
    >
      It can no longer be launched.
    </EmptyState>
  )
}

interface LaunchStepProps {
  readonly snapshot: EnvironmentSnapshotView | undefined
  /** The form. */
  readonly children: ReactNode
}

/** The form, the plan as long as it waits, and then the environment itself. */
function LaunchStep({ snapshot, children }: LaunchStepProps) {
  if (snapshot === undefined || snapshot.environment.state === 'draft') return children
  const { environment, request } = snapshot
  const isPlanned = environment.state === 'planning' || environment.state === 'waiting-for-approval'
  if (request !== undefined && isPlanned) return <LaunchPlan snapshot={snapshot} request={request} />
  if (environment.state === 'cancelled') return <Discarded snapshot={snapshot} />
  return <Navigate to="/environments/$id" params={{ id: environment.id }} replace />
}

function Discarded({ snapshot: { environment } }: { readonly snapshot: EnvironmentSnapshotView }) {
  const { name } = route.useParams()
  const { version } = route.useSearch()
  return (
    <EmptyState
      title="The launch was discarded"
      actions={
        <>
          <RouterButton
            to="/catalog/$name/launch"
            params={{ name }}
            search={version === undefined ? {} : { version }}
          >
            Back to the form
          </RouterButton>
          <RouterButton to="/environments" variant="default">
            Environments
          </RouterButton>
        </>
      }
    >
      Nothing of “{environment.name}” was created.
    </EmptyState>
  )
}
