import { ActionIcon, TextInput } from '@mantine/core'
import { ADDITIONAL_PROPERTY_FLAG, type WrapIfAdditionalTemplateProps } from '@rjsf/utils'
import { IconTrash } from '../../icons/icons.ts'
import classes from './field-group.module.css'

/** An entry of a map: its key beside its value. Any other field is shown as it is. */
export function MapEntryTemplate(props: WrapIfAdditionalTemplateProps) {
  const { id, label, schema, disabled, readonly, onKeyRenameBlur, onRemoveProperty, children } = props
  if (!(ADDITIONAL_PROPERTY_FLAG in schema)) return <>{children}</>
  const locked = disabled === true || readonly === true
  const isGroup = schema.type === 'object' || schema.type === 'array'
  const key = (
    <TextInput
      key={label}
      id={`${id}-key`}
      label="Key"
      defaultValue={label}
      disabled={locked}
      onBlur={onKeyRenameBlur}
      autoComplete="off"
      spellCheck={false}
    />
  )
  const remove = (
    <div className={classes.tools}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove entry ${label}`}
        title="Remove"
        disabled={locked}
        onClick={onRemoveProperty}
      >
        <IconTrash size={17} stroke={1.7} aria-hidden />
      </ActionIcon>
    </div>
  )
  if (!isGroup) {
    return (
      <div className={classes.pair} role="group" aria-label={`Entry ${label}`}>
        {key}
        <div>{children}</div>
        {remove}
      </div>
    )
  }
  return (
    <div className={classes.item} role="group" aria-label={`Entry ${label}`}>
      <div className={classes.entryHead}>
        {key}
        {remove}
      </div>
      {children}
    </div>
  )
}
