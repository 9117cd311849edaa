import { permissionNames } from '@groundplan/access'
import type { Permission } from '@groundplan/api-client'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { useSession } from '../../session/session.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import { PermissionPicker } from '../permission-picker.tsx'
import { useChanged } from '../use-changed.ts'
import { TokenLifetime, usualLifetime } from './token-lifetime.tsx'
import { TokenSecret } from './token-secret.tsx'

export interface CreateTokenDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Creates a token, then shows its secret once. */
export function CreateTokenDialog({ opened, onClose }: CreateTokenDialogProps) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="New API token" size="lg">
      <CreateToken onClose={onClose} />
    </FormDialog>
  )
}

function CreateToken({ onClose }: Pick<CreateTokenDialogProps, 'onClose'>) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.tokens)
  const { permissions: own = [] } = useSession()
  const [name, setName] = useState('')
  const [days, setDays] = useState(usualLifetime)
  const [permissions, setPermissions] = useState<readonly Permission[]>([])
  const [isChecked, setChecked] = useState(false)
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      // The secret stays nowhere once the dialog is closed.
      gcTime: 0,
      onSuccess: ({ name: created }) => void changed(`The token ${created} is created.`),
    }),
  )
  if (create.data !== undefined)
    return <TokenSecret name={create.data.name} secret={create.data.secret} onClose={onClose} />
  const submit = () => {
    setChecked(true)
    if (name.trim() === '' || permissions.length === 0) return
    create.mutate({ name: name.trim(), permissions: [...permissions], days })
  }
  return (
    <DialogForm submit="Create token" mutation={create} onSubmit={submit} onCancel={onClose}>
      <TextInput
        data-autofocus
        label="Name"
        description="The program that uses it. History and the audit log show this name."
        placeholder="ci"
        withAsterisk
        aria-required
        maxLength={100}
        spellCheck={false}
        autoComplete="off"
        value={name}
        error={isChecked && name.trim() === '' ? 'Enter a name.' : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TokenLifetime value={days} onChange={setDays} />
      <PermissionPicker
        offered={permissionNames.filter((permission) => own.includes(permission))}
        value={permissions}
        onChange={setPermissions}
        description="Select only what the program needs. You can give permissions that you have."
        error={isChecked && permissions.length === 0 ? 'Select at least one permission.' : undefined}
      />
    </DialogForm>
  )
}
