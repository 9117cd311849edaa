import type { CredentialView } from '@groundplan/api-client'
import { PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'
import { credentialKinds, type CredentialKind } from './credential-words.ts'

/** Adds a credential, or replaces one. */
export function CredentialDialog({ dialog }: { readonly dialog: DialogState<CredentialView | 'new'> }) {
  const { item, opened, close } = dialog
  const known = item === 'new' ? undefined : item
  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title={known === undefined ? 'Add credential' : `Replace ${known.name}`}
      size="lg"
    >
      <CredentialForm known={known} onClose={close} />
    </FormDialog>
  )
}

interface FormProps {
  readonly known: CredentialView | undefined
  readonly onClose: () => void
}

interface Fields {
  readonly name: string
  readonly roleArn: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

function CredentialForm({ known, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.credentials)
  const [kind, setKind] = useState<CredentialKind>(known?.settings.kind ?? 'web-identity')
  const [fields, setFields] = useState<Fields>(() => fieldsOf(known))
  const [isChecked, setChecked] = useState(false)
  const set = useMutation(
    trpc.credentials.set.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`The credential ${fields.name.trim()} is saved. Test it next.`)
      },
    }),
  )
  const names = requiredOf(kind)
  const submit = () => {
    setChecked(true)
    if (names.some((name) => fields[name].trim() === '')) return
    set.mutate(toRequest(kind, fields))
  }
  const field = (name: keyof Fields) => ({
    withAsterisk: name !== 'region',
    'aria-required': name !== 'region',
    spellCheck: false,
    autoComplete: 'off',
    value: fields[name],
    error:
      isChecked && names.includes(name) && fields[name].trim() === '' ? 'Fill in this field.' : undefined,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget
      setFields((before) => ({ ...before, [name]: value }))
    },
  })
  return (
    <DialogForm
      submit={known === undefined ? 'Add credential' : 'Replace credential'}
      mutation={set}
      onSubmit={submit}
      onCancel={onClose}
    >
      {known === undefined && (
        <TextInput
          data-autofocus
          label="Name"
          description="Blueprints and runs refer to it, e.g. production."
          maxLength={100}
          {...field('name')}
        />
      )}
      <Radio.Group label="Kind" value={kind} onChange={(value) => setKind(value as CredentialKind)}>
        <Stack gap={10} mt={8}>
          {Object.entries(credentialKinds).map(([value, { label, description }]) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {kind === 'static-keys' ? (
        <>
          <TextInput label="Access key ID" placeholder="AKIA…" maxLength={200} {...field('accessKeyId')} />
          <PasswordInput
            label="Secret access key"
            description="It is encrypted, and can’t be read back."
            maxLength={500}
            {...field('secretAccessKey')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the secret' }}
          />
        </>
      ) : (
        <TextInput
          label="Role ARN"
          placeholder="arn:aws:iam::123456789012:role/groundplan"
          maxLength={700}
          {...field('roleArn')}
        />
      )}
      <TextInput
        label="Region"
        description="Whose Security Token Service is asked. Optional."
        placeholder="eu-central-1"
        maxLength={50}
        {...field('region')}
      />
    </DialogForm>
  )
}

function requiredOf(kind: CredentialKind): readonly (keyof Fields)[] {
  return kind === 'static-keys' ? ['name', 'accessKeyId', 'secretAccessKey'] : ['name', 'roleArn']
}

function toRequest(kind: CredentialKind, fields: Fields) {
  const region = fields.region.trim() === '' ? {} : { region: fields.region.trim() }
  const name = fields.name.trim()
  if (kind !== 'static-keys') return { kind, name, roleArn: fields.roleArn.trim(), ...region }
  const { accessKeyId, secretAccessKey } = fields
  return { kind, name, accessKeyId: accessKeyId.trim(), secretAccessKey, ...region }
}

function fieldsOf(known: CredentialView | undefined): Fields {
  const { settings } = known ?? {}
  return {
    name: known?.name ?? '',
    roleArn: settings !== undefined && 'roleArn' in settings ? settings.roleArn : '',
    region: settings?.region ?? '',
    accessKeyId: settings?.kind === 'static-keys' ? settings.accessKeyId : '',
    secretAccessKey: '',
  }
}
