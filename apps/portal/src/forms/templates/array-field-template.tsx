import { Button, Text } from '@mantine/core'
import type { ArrayFieldTemplateProps } from '@rjsf/utils'
import { IconPlus } from '@tabler/icons-react'
import { humanLabel } from '../human-label.ts'
import { FieldGroup } from './field-group.tsx'

/** A list: its items and a button that adds one. */
export function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { title, schema, uiSchema, items, canAdd, onAddClick, required, rawErrors, fieldPathId } = props
  return (
    <FieldGroup
      id={fieldPathId.$id}
      title={schema.title ?? humanLabel(title)}
      description={schema.description}
      help={uiSchema?.['ui:help']}
      required={required === true}
      errors={rawErrors ?? []}
    >
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          No items.
        </Text>
      )}
      {items}
      {canAdd === true && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={onAddClick}
          style={{ justifySelf: 'start' }}
          disabled={props.disabled === true || props.readonly === true}
        >
          Add item<span className="visually-hidden"> to {title}</span>
        </Button>
      )}
    </FieldGroup>
  )
}
