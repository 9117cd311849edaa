import type { SecretView } from '@groundplan/api-client'
import { Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'

/** Adds a secret, or replaces the value of one, which nobody can read back. */
export function SecretDialog({ dialog }: { readonly dialog: DialogState<SecretView | 'new'> }) {
  const { item, opened, close } = dialog
  const known = item === 'new' ? undefined : item
  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title={known === undefined ? 'Add secret' : `Replace ${known.name}`}
      size="lg"
    >
      <SecretForm known={known} onClose={close} />
    </FormDialog>
  )
}

interface FormProps {
  readonly known: SecretView | undefined
  readonly onClose: () => void
}

function SecretForm({ known, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.secrets)
  const [name, setName] = useState(known?.name ?? '')
  const [value, setValue] = useState('')
  const [origins, setOrigins] = useState(known?.origins.join('\n') ?? '')
  const [isChecked, setChecked] = useState(false)
  const put = useMutation(
    trpc.secrets.put.mutationOptions({
      // The value stays nowhere once the dialog is closed.
      gcTime: 0,
      onSuccess: async ({ name: saved }) => {
        onClose()
        await changed(`The secret ${saved} is saved.`)
      },
    }),
  )
  const missing = (text: string) => (isChecked && text.trim() === '' ? 'Fill in this field.' : undefined)
  const submit = () => {
    setChecked(true)
    if ([name, value, origins].some((text) => text.trim() === '')) return
    put.mutate({
      name: name.trim(),
      // As the command line does: most files end with one.
      value: value.replace(/\n$/, ''),
      origins: origins.trim().split(/\s+/),
    })
  }
  return (
    <DialogForm
      submit={known === undefined ? 'Add secret' : 'Replace secret'}
      mutation={put}
      onSubmit={submit}
      onCancel={onClose}
    >
      {known === undefined && (
        <TextInput
          data-autofocus
          label="Name"
          description="groundplan.yaml refers to it, e.g. github-token."
          withAsterisk
          aria-required
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          value={name}
          error={missing(name)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {/* Private keys have several lines, which no password field keeps. */}
      <Textarea
        label="Value"
        description="It is encrypted, and can’t be read back."
        withAsterisk
        aria-required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={64_000}
        spellCheck={false}
        autoComplete="off"
        value={value}
        error={missing(value)}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Textarea
        label="May be sent to"
        description="Scheme, host and port, one on each line."
        withAsterisk
        aria-required
        placeholder="https://github.com"
        autosize
        minRows={2}
        spellCheck={false}
        value={origins}
        error={missing(origins)}
        onChange={(event) => setOrigins(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
