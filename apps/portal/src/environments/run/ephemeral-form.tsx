import type { JsonObject } from '@groundplan/terraform-type'
import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { IconCheck } from '../../icons/icons.ts'
import { InputForm, type LaunchForm } from '../../forms/input-form.tsx'
import { pickInputs } from '../../forms/keep-secrets.ts'

export interface EphemeralFormProps {
  readonly form: LaunchForm
  /** Of the inputs whose values are not stored. */
  readonly names: readonly string[]
  readonly label: string
  readonly isPending: boolean
  readonly onValid: (values: JsonObject) => void
}

/** Asks again for values that are never stored. */
export function EphemeralForm({ form, names, label, isPending, onValid }: EphemeralFormProps) {
  const picked = useMemo(() => pickInputs(form, names), [form, names])
  return (
    <>
      <Text size="sm" c="dimmed">
        These values are not stored. Enter them again to go on.
      </Text>
      <InputForm
        form={picked}
        action={{ label, isPending, onValid, icon: <IconCheck size={18} aria-hidden /> }}
      />
    </>
  )
}
