import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DialogForm } from '../../settings/dialogs/form-dialog.tsx'
import { resources as count } from '../words/plan-words.ts'
import { useSubmit } from '../use-submit.ts'
import type { RequestFormProps } from './request-dialog.tsx'

/** Has Groundplan forget an environment; typing its name shows that somebody means it. */
export function ReleaseForm({ environment, onClose }: RequestFormProps) {
  const send = useSubmit(onClose)
  const [typed, setTyped] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { id, name, grains } = environment
  const left = grains.reduce((sum, { resources }) => sum + resources.length, 0)
  const isMeant = typed.trim() === name.trim()
  return (
    <DialogForm
      submit="Release"
      isDangerous
      mutation={send}
      onSubmit={() => {
        setChecked(true)
        if (isMeant) send.mutate((environments) => environments.release.mutate({ id }))
      }}
      onCancel={onClose}
    >
      <Text size="sm">
        Groundplan forgets this environment and destroys nothing: {count(left)}{' '}
        {left === 1 ? 'stays' : 'stay'}, and somebody else has to look after {left === 1 ? 'it' : 'them'}.
        This can’t be undone.
      </Text>
      <TextInput
        label={`Type “${name}” to confirm`}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isChecked && !isMeant ? 'This is not its name.' : undefined}
      />
    </DialogForm>
  )
}
