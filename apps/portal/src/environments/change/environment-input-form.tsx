import type { EnvironmentView } from '@groundplan/api-client'
import type { JsonObject } from '@groundplan/terraform-type'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { InputForm, type FormAction } from '../../forms/input-form.tsx'
import { keepSecrets, withoutKept } from '../../forms/keep-secrets.ts'
import type { KeptValues } from '../../forms/kept-values.ts'
import { useCheckValues } from '../use-check-values.ts'

export interface EnvironmentInputFormProps {
  readonly environment: EnvironmentView
  /** Of the blueprint. */
  readonly version: string
  /** What the form begins with; the values of the environment if absent. */
  readonly values?: JsonObject | undefined
  /** Secret inputs that keep their values; those of the environment if absent. */
  readonly secrets?: readonly string[] | undefined
  readonly action: FormAction
}

/** The form of a version of the environment's blueprint, filled in with what the environment has. */
export function EnvironmentInputForm({ environment, version, ...rest }: EnvironmentInputFormProps) {
  const trpc = useTRPC()
  const { id, blueprint } = environment
  const check = useCheckValues({ name: blueprint.name, version })
  const frozen = { staleTime: Infinity, refetchOnWindowFocus: false } as const
  const form = useQuery({
    ...trpc.catalog.form.queryOptions({ name: blueprint.name, version }),
    ...frozen,
  })
  // As they are: what is sent back must not be what was made visible.
  const exact = useQuery({
    ...trpc.environments.get.queryOptions({ id }),
    select: (snapshot) => snapshot.environment.inputs,
  })
  return (
    <QueryState query={exact}>
      {(inputs) => (
        <QueryState query={form}>
          {(found) => (
            <FilledForm
              key={version}
              form={found}
              {...rest}
              action={{ ...rest.action, check }}
              values={rest.values ?? inputs}
              secrets={rest.secrets ?? environment.secretInputs}
            />
          )}
        </QueryState>
      )}
    </QueryState>
  )
}

interface FilledFormProps {
  readonly form: Parameters<typeof keepSecrets>[0]
  readonly values: JsonObject
  readonly secrets: readonly string[]
  readonly action: FormAction
}

function FilledForm({ form, values, secrets: given, action }: FilledFormProps) {
  const [secrets] = useState(given)
  const [kept] = useState((): KeptValues => {
    let current: unknown = values
    return { read: () => current, write: (next) => void (current = next) }
  })
  const shown = useMemo(() => keepSecrets(form, secrets), [form, secrets])
  return (
    <InputForm
      form={shown}
      kept={kept}
      action={{ ...action, onValid: (sent) => action.onValid(withoutKept(sent, secrets)) }}
    />
  )
}
