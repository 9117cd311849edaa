import { Text } from '@mantine/core'
import { useState } from 'react'
import { formatExactTime } from '../../layout/format-relative-time.ts'
import { DialogForm } from '../../settings/dialogs/form-dialog.tsx'
import { toEndTime, type ChosenEnd } from '../words/durations.ts'
import { EndField } from '../end-field.tsx'
import { useSubmit } from '../use-submit.ts'
import type { RequestFormProps } from './request-dialog.tsx'

/** Moves the end of an environment, or removes it. */
export function ExtendForm({ environment: { id, endsAt }, onClose }: RequestFormProps) {
  const send = useSubmit(onClose)
  const [end, setEnd] = useState<ChosenEnd>({ kind: '1d', time: '' })
  const [error, setError] = useState<string>()
  const submit = () => {
    const chosen = toEndTime(end, new Date())
    setError(chosen.ok ? undefined : chosen.message)
    if (!chosen.ok) return
    const { endsAt: next } = chosen
    send.mutate((environments) =>
      environments.extend.mutate({ id, ...(next === undefined ? {} : { endsAt: next }) }),
    )
  }
  return (
    <DialogForm submit="Extend" mutation={send} onSubmit={submit} onCancel={onClose}>
      <Text size="sm">
        {endsAt === undefined ? 'It has no end now.' : `It ends on ${formatExactTime(endsAt)} now.`}
      </Text>
      <EndField label="New end" value={end} onChange={setEnd} error={error} />
    </DialogForm>
  )
}
