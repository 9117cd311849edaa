import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { ErrorState } from '../../api/error-state.tsx'

export interface FormDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  readonly size?: string
  /** The form: mounted when the dialog opens, so that it begins anew. */
  readonly children: ReactNode
}

/** A dialog with a form in it. */
export function FormDialog({ opened, onClose, title, size = 'md', children }: FormDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Modal>
  )
}

export interface DialogFormProps {
  /** What the button says that sends it. */
  readonly submit: string
  readonly isDangerous?: boolean
  readonly mutation: { readonly isPending: boolean; readonly error: unknown }
  readonly onSubmit: () => void
  readonly onCancel: () => void
  readonly children: ReactNode
}

/** Fields, what went wrong, and the buttons of a dialog. */
export function DialogForm({
  submit,
  isDangerous = false,
  mutation,
  onSubmit,
  onCancel,
  children,
}: DialogFormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        {children}
        {mutation.error !== null && <ErrorState error={mutation.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={mutation.isPending}
            {...(isDangerous ? { color: 'red', 'data-autofocus': true } : {})}
          >
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
