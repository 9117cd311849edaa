import { TagsInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DialogForm } from '../../settings/dialogs/form-dialog.tsx'
import { useSubmit } from '../use-submit.ts'
import type { RequestFormProps } from './request-dialog.tsx'

/** Gives an environment another name. */
export function RenameForm({ environment: { id, name }, onClose }: RequestFormProps) {
  const send = useSubmit(onClose)
  const [typed, setTyped] = useState(name)
  const [isChecked, setChecked] = useState(false)
  const isEmpty = typed.trim() === ''
  return (
    <DialogForm
      submit="Rename"
      mutation={send}
      onSubmit={() => {
        setChecked(true)
        if (!isEmpty) send.mutate((environments) => environments.rename.mutate({ id, name: typed.trim() }))
      }}
      onCancel={onClose}
    >
      <TextInput
        data-autofocus
        label="Name"
        description="Resources keep their names."
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isChecked && isEmpty ? 'Enter a name.' : undefined}
      />
    </DialogForm>
  )
}

/** Makes somebody else the owner. */
export function TransferForm({ environment: { id, owner }, onClose }: RequestFormProps) {
  const send = useSubmit(onClose)
  const [typed, setTyped] = useState('')
  const [isChecked, setChecked] = useState(false)
  const isEmpty = typed.trim() === ''
  return (
    <DialogForm
      submit="Transfer"
      mutation={send}
      onSubmit={() => {
        setChecked(true)
        if (!isEmpty) send.mutate((environments) => environments.transfer.mutate({ id, owner: typed.trim() }))
      }}
      onCancel={onClose}
    >
      <Text size="sm">
        It belongs to <strong>{owner}</strong>, who keeps no rights to it unless you share it afterwards.
      </Text>
      <TextInput
        data-autofocus
        label="New owner"
        description="As the person is called when signed in, e.g. ada@example.com."
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isChecked && isEmpty ? 'Enter a person.' : undefined}
      />
    </DialogForm>
  )
}

/** Chooses who else may change an environment. */
export function ShareForm({ environment: { id, collaborators }, onClose }: RequestFormProps) {
  const send = useSubmit(onClose)
  const [people, setPeople] = useState<readonly string[]>(collaborators)
  return (
    <DialogForm
      submit="Share"
      mutation={send}
      onSubmit={() =>
        send.mutate((environments) => environments.share.mutate({ id, collaborators: [...people] }))
      }
      onCancel={onClose}
    >
      <TagsInput
        data-autofocus
        label="Collaborators"
        description="They may change and end it, but neither transfer nor share it. Press Enter after each."
        maxTags={100}
        value={[...people]}
        onChange={setPeople}
        acceptValueOnBlur
      />
    </DialogForm>
  )
}
