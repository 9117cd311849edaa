import { Select } from '@mantine/core'
import type { RoleView } from '@groundplan/api-client'

export interface RoleSelectProps {
  readonly roles: readonly RoleView[]
  readonly value: string | undefined
  readonly onChange: (role: string | undefined) => void
  readonly error?: string | undefined
}

/** Chooses one of the roles that somebody can give. */
export function RoleSelect({ roles, value, onChange, error }: RoleSelectProps) {
  const chosen = roles.find(({ name }) => name === value)
  return (
    <Select
      label="Role"
      description={
        chosen === undefined
          ? 'You can give roles whose permissions you have.'
          : `${chosen.permissions.length} permissions; see Roles.`
      }
      placeholder="Choose a role"
      withAsterisk
      aria-required
      allowDeselect={false}
      data={roles.map(({ name, title }) => ({ value: name, label: title }))}
      value={value ?? null}
      onChange={(name) => onChange(name ?? undefined)}
      error={error}
      comboboxProps={{ withinPortal: true }}
    />
  )
}
