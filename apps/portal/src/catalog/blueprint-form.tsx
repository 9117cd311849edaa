import type { BlueprintView } from '@groundplan/api-client'
import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import type { KeptValues } from '../forms/kept-values.ts'
import { InputForm, isEmptyForm } from '../forms/input-form.tsx'
import { Panel } from '../layout/panel.tsx'

export interface BlueprintFormProps {
  readonly blueprint: BlueprintView
  readonly kept: KeptValues
}

/** The form that developers fill in; it can be checked, and gives the input values to copy. */
export function BlueprintForm({ blueprint, kept }: BlueprintFormProps) {
  const { name, version } = blueprint
  const trpc = useTRPC()
  const query = useQuery({
    ...trpc.catalog.form.queryOptions({ name, version }),
    // A form that changes under the hands of whoever fills it in loses their work.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  return (
    <QueryState query={query}>
      {(form) =>
        isEmptyForm(form) ? (
          <Panel>
            <Text c="dimmed">This blueprint has no inputs.</Text>
          </Panel>
        ) : (
          <Stack gap="lg" maw={820}>
            <InputForm form={form} kept={kept} />
          </Stack>
        )
      }
    </QueryState>
  )
}
