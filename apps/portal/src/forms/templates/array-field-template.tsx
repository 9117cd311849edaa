import { Button, Group, Text } from '@mantine/core'
import { getUiOptions, type ArrayFieldTemplateProps } from '@rjsf/utils'
import { IconPlus } from '../../icons/icons.ts'
import { humanLabel } from '../human-label.ts'
import { FieldGroup } from './field-group.tsx'

/** A list: its items and a button that adds one. */
export function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const {
    title,
    schema,
    uiSchema,
    items,
    onAddClick,
    required,
    rawErrors,
    fieldPathId,
    optionalDataControl,
  } = props
  // Nothing can be added to a list that is not there, but to us that is how it begins.
  const isLeftOut = optionalDataControl !== undefined && items.length === 0 && props.canAdd !== true
  const content = (
    <>
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {isLeftOut ? 'Left out.' : 'No items.'}
        </Text>
      )}
      {items}
      <Group gap="xs">
        {(props.canAdd === true || isLeftOut) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={onAddClick}
            disabled={props.disabled === true || props.readonly === true}
          >
            Add item<span className="visually-hidden"> to {title}</span>
          </Button>
        )}
        {optionalDataControl}
      </Group>
    </>
  )
  return (
    <FieldGroup
      id={fieldPathId.$id}
      title={schema.title ?? humanLabel(title)}
      description={schema.description}
      help={uiSchema?.['ui:help']}
      required={required === true}
      isFramed={getUiOptions(uiSchema).label !== false}
      errors={rawErrors ?? []}
    >
      {content}
    </FieldGroup>
  )
}
