import type { EnvironmentView } from '@groundplan/api-client'
import { NativeSelect } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { RouterButton } from '../../layout/router-links.tsx'
import { useSubmit } from '../use-submit.ts'
import { ChangePage, ConfirmSettings } from './change-page.tsx'
import { EnvironmentInputForm } from './environment-input-form.tsx'
import { UpgradeChanges } from './upgrade-changes.tsx'

const route = getRouteApi('/environments/$id/upgrade')

/** Moves an environment to another version of its blueprint. */
export function UpgradePage() {
  const { id } = route.useParams()
  return (
    <ChangePage
      id={id}
      kind="upgrade"
      lead="Moves to another version of the blueprint. Parts that it no longer has are destroyed."
    >
      {({ environment }) => <UpgradeTo environment={environment} />}
    </ChangePage>
  )
}

function UpgradeTo({ environment }: { readonly environment: EnvironmentView }) {
  const { id, blueprint } = environment
  const { version: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const trpc = useTRPC()
  const query = useQuery(trpc.catalog.get.queryOptions({ name: blueprint.name }))
  return (
    <QueryState query={query}>
      {({ versions }) => {
        const others = versions.filter((version) => version !== blueprint.version)
        const [latest] = others
        if (latest === undefined) {
          return (
            <EmptyState
              title="There is no other version"
              actions={
                <RouterButton to="/environments/$id" params={{ id }} variant="default">
                  Back to the environment
                </RouterButton>
              }
            >
              {blueprint.version} is the only version of {blueprint.name}.
            </EmptyState>
          )
        }
        const version = others.find((each) => each === chosen) ?? latest
        return (
          <>
            <NativeSelect
              label={`From version ${blueprint.version} to`}
              w={220}
              data={others.map((each) => ({
                value: each,
                label: each === versions[0] ? `${each} (latest)` : each,
              }))}
              value={version}
              onChange={(event) =>
                void navigate({
                  search: { version: event.currentTarget.value },
                  replace: true,
                  resetScroll: false,
                })
              }
            />
            <Upgrade key={version} environment={environment} version={version} />
          </>
        )
      }}
    </QueryState>
  )
}

interface UpgradeProps {
  readonly environment: EnvironmentView
  readonly version: string
}

function Upgrade({ environment, version }: UpgradeProps) {
  const { id } = environment
  const trpc = useTRPC()
  const navigate = route.useNavigate()
  const [confirm, setConfirm] = useState(true)
  const preview = useQuery({
    ...trpc.environments.previewUpgrade.queryOptions({ id, version }),
    ...{ staleTime: Infinity, refetchOnWindowFocus: false },
  })
  // As they are: what is sent back must not be what was made visible.
  const exact = useQuery({
    ...trpc.environments.previewUpgrade.queryOptions(
      preview.data === undefined ? skipToken : { id, version },
    ),
    ...{ staleTime: Infinity, refetchOnWindowFocus: false },
    select: ({ inputs }) => inputs.values,
  })
  const upgrade = useSubmit(() => void navigate({ to: '/environments/$id', params: { id } }))
  return (
    <QueryState query={preview}>
      {({ changes, inputs }) => (
        <>
          <UpgradeChanges changes={changes} inputs={inputs} />
          <QueryState query={exact}>
            {(values) => (
              <EnvironmentInputForm
                environment={environment}
                version={version}
                values={values}
                secrets={inputs.secrets}
                action={{
                  label: confirm ? 'Make the plan' : 'Upgrade',
                  isPending: upgrade.isPending,
                  children: <ConfirmSettings confirm={confirm} onChange={setConfirm} error={upgrade.error} />,
                  onValid: (sent) =>
                    upgrade.mutate((environments) =>
                      environments.upgrade.mutate({ id, version, inputs: sent, confirm }),
                    ),
                }}
              />
            )}
          </QueryState>
        </>
      )}
    </QueryState>
  )
}
