import { permissions } from '@groundplan/access'
import type { Permission } from '@groundplan/api-client'
import { Button, Checkbox, Group, Input, Stack } from '@mantine/core'
import classes from './permission-picker.module.css'

export interface PermissionPickerProps {
  /** Those that can be chosen. */
  readonly offered: readonly Permission[]
  readonly value: readonly Permission[]
  readonly onChange: (value: readonly Permission[]) => void
  readonly description: string
  readonly error?: string | undefined
}

/** Chooses permissions, each with what it allows. */
export function PermissionPicker({ offered, value, onChange, description, error }: PermissionPickerProps) {
  const reading = offered.filter((permission) => permission.endsWith('.read'))
  return (
    <Checkbox.Group
      label="Permissions"
      description={description}
      withAsterisk
      value={[...value]}
      onChange={(chosen) => onChange(offered.filter((permission) => chosen.includes(permission)))}
      {...(error === undefined ? {} : { error: <Input.Error role="alert">{error}</Input.Error> })}
    >
      <Group gap={8} mt={8}>
        <Button size="compact-xs" variant="default" onClick={() => onChange(offered)}>
          Select all
        </Button>
        {reading.length > 0 && (
          <Button size="compact-xs" variant="default" onClick={() => onChange(reading)}>
            Read only
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" onClick={() => onChange([])}>
          Clear
        </Button>
      </Group>
      <Stack gap={10} mt="sm" className={classes.list}>
        {offered.map((permission) => (
          <Checkbox
            key={permission}
            value={permission}
            label={permissions[permission].allows}
            description={<code>{permission}</code>}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
