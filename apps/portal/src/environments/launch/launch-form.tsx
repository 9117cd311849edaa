import type { BlueprintView, EnvironmentView } from '@groundplan/api-client'
import type { JsonObject } from '@groundplan/terraform-type'
import { Checkbox, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { ErrorState } from '../../api/error-state.tsx'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import type { KeptValues } from '../../forms/kept-values.ts'
import { InputForm } from '../../forms/input-form.tsx'
import { IconRocket } from '../../icons/icons.ts'
import { LaunchNotice } from '../../catalog/launch-verdict.tsx'
import { toEndTime, withinLimits } from '../words/durations.ts'
import { EnvironmentInputForm } from '../change/environment-input-form.tsx'
import { FailureNotice } from '../failure-notice.tsx'
import { useCheckValues } from '../use-check-values.ts'
import { useSubmit, type Submitted } from '../use-submit.ts'
import { LaunchDetailsFields, type LaunchDetails } from './launch-details.tsx'
import { suggestName } from './suggest-name.ts'

const route = getRouteApi('/catalog/$name/launch')

export interface LaunchFormProps {
  readonly blueprint: BlueprintView
  readonly kept: KeptValues
  /** An environment that was recorded and not launched; absent: a new one. */
  readonly draft: EnvironmentView | undefined
}

/** The first step of a launch: what the environment is called and how long it lasts, and the blueprint's own form. */
export function LaunchForm({ blueprint, kept, draft }: LaunchFormProps) {
  const navigate = route.useNavigate()
  const [confirm, setConfirm] = useState(true)
  const follow = ({ environment: { id } }: Submitted) =>
    void navigate({ search: (before) => ({ ...before, environment: id }), replace: true })
  // A launch that is denied leaves a draft, whose page says why.
  const launch = useSubmit(follow, follow)
  const settings = (
    <Stack gap="md" mt="xl">
      <Checkbox
        label="Show me the plan first"
        description="Nothing is created before you confirm the plan."
        checked={confirm}
        onChange={(event) => setConfirm(event.currentTarget.checked)}
      />
      {launch.error !== null && <ErrorState error={launch.error} />}
    </Stack>
  )
  const action = {
    label: confirm ? 'Make the plan' : 'Launch',
    icon: <IconRocket size={18} aria-hidden />,
    isPending: launch.isPending,
    children: settings,
  }
  return (
    <Stack gap="lg" maw={820}>
      <LaunchNotice blueprint={blueprint} />
      {draft === undefined ? (
        <NewLaunch
          blueprint={blueprint}
          kept={kept}
          action={action}
          onLaunch={(wish) =>
            launch.mutate((environments) => environments.launch.mutate({ ...wish, confirm }))
          }
        />
      ) : (
        <>
          <FailureNotice environment={draft} isShort={false} />
          <EnvironmentInputForm
            environment={draft}
            version={draft.blueprint.version}
            action={{
              ...action,
              onValid: (inputs) =>
                launch.mutate((environments) =>
                  environments.launchDraft.mutate({ id: draft.id, inputs, confirm }),
                ),
            }}
          />
        </>
      )}
    </Stack>
  )
}

type Action = Omit<NonNullable<Parameters<typeof InputForm>[0]['action']>, 'onValid'>

interface NewLaunchProps extends Pick<LaunchFormProps, 'blueprint' | 'kept'> {
  readonly action: Action
  readonly onLaunch: (wish: ReturnType<typeof toWish>) => void
}

function NewLaunch({ blueprint, kept, action, onLaunch }: NewLaunchProps) {
  const { name, version } = blueprint
  const check = useCheckValues(blueprint)
  const trpc = useTRPC()
  const query = useQuery({
    ...trpc.catalog.form.queryOptions({ name, version }),
    // A form that changes under the hands of whoever fills it in loses their work.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  const { data: limits } = useQuery(trpc.environments.durations.queryOptions())
  const [chosen, setDetails] = useState<LaunchDetails>(() => ({
    ...{ name: suggestName(name), end: { kind: '1d', time: '' } },
    ...{ component: '', labels: [], collaborators: [] },
  }))
  const details = { ...chosen, end: withinLimits(chosen.end, limits) }
  const [errors, setErrors] = useState<{ readonly name?: string; readonly end?: string }>({})
  const submit = (inputs: JsonObject) => {
    const end = toEndTime(details.end, new Date())
    const found = {
      ...(details.name.trim() === '' ? { name: 'Enter a name.' } : {}),
      ...(end.ok ? {} : { end: end.message }),
    }
    setErrors(found)
    if (!end.ok || found.name !== undefined) {
      document.getElementById('launch-name')?.focus()
      return
    }
    onLaunch(toWish(blueprint, details, { inputs, endsAt: end.endsAt }))
  }
  return (
    <>
      <LaunchDetailsFields value={details} onChange={setDetails} limits={limits} errors={errors} />
      <QueryState query={query}>
        {(form) => <InputForm form={form} kept={kept} action={{ ...action, check, onValid: submit }} />}
      </QueryState>
    </>
  )
}

function toWish(
  { name, version }: Pick<BlueprintView, 'name' | 'version'>,
  details: LaunchDetails,
  { inputs, endsAt }: { readonly inputs: JsonObject; readonly endsAt: string | undefined },
) {
  const component = details.component.trim()
  return {
    ...{ name: details.name.trim(), blueprint: { name, version }, inputs },
    ...{ labels: [...details.labels], collaborators: [...details.collaborators] },
    ...(component === '' ? {} : { component }),
    ...(endsAt === undefined ? {} : { endsAt }),
  }
}
