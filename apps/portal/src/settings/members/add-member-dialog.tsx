import { Checkbox, Radio, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { useMayEverywhere } from '../../session/session.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import { useChanged } from '../use-changed.ts'
import { RoleSelect } from './role-select.tsx'
import { useGivableRoles } from './use-givable-roles.ts'

export interface AddMemberDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Gives a person or a group a role. */
export function AddMemberDialog({ opened, onClose }: AddMemberDialogProps) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="Add member">
      <AddMemberForm onClose={onClose} />
    </FormDialog>
  )
}

function AddMemberForm({ onClose }: Pick<AddMemberDialogProps, 'onClose'>) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.members)
  const [kind, setKind] = useState<'person' | 'group'>('person')
  const [name, setName] = useState('')
  const [role, setRole] = useState<string>()
  const [everywhere, setEverywhere] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const mayEverywhere = useMayEverywhere('members.manage')
  const roles = useGivableRoles(everywhere)
  const add = useMutation(
    trpc.members.add.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`${name.trim()} is now a member.`)
      },
    }),
  )
  const chosen = roles.some((each) => each.name === role) ? role : undefined
  const submit = () => {
    setChecked(true)
    if (name.trim() === '' || chosen === undefined) return
    add.mutate({ kind, name: name.trim(), role: chosen, everywhere })
  }
  return (
    <DialogForm submit="Add member" mutation={add} onSubmit={submit} onCancel={onClose}>
      <Radio.Group
        label="Kind"
        value={kind}
        onChange={(value) => setKind(value === 'group' ? 'group' : 'person')}
      >
        <Group gap="lg" mt={6}>
          <Radio value="person" label="Person" />
          <Radio value="group" label="Group" />
        </Group>
      </Radio.Group>
      <TextInput
        data-autofocus
        label={kind === 'person' ? 'Username' : 'Group name'}
        description={
          kind === 'person'
            ? 'As the identity provider sends it; usually the email address.'
            : 'As the identity provider sends it in the person’s groups.'
        }
        placeholder={kind === 'person' ? 'ada@example.com' : 'platform-team'}
        withAsterisk
        aria-required
        maxLength={256}
        spellCheck={false}
        autoComplete="off"
        value={name}
        error={isChecked && name.trim() === '' ? 'Enter a name.' : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RoleSelect
        roles={roles}
        value={chosen}
        onChange={setRole}
        error={isChecked && chosen === undefined ? 'Choose a role.' : undefined}
      />
      {mayEverywhere && (
        <Checkbox
          label="In all spaces"
          description="Otherwise the role counts in this space only."
          checked={everywhere}
          onChange={(event) => setEverywhere(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  )
}
