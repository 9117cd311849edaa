import { Switch, Text } from '@mantine/core'
import type { FieldProps, RJSFSchema, UiSchema } from '@rjsf/utils'
import { humanLabel } from '../human-label.ts'
import classes from '../templates/field-group.module.css'
import { capitalize } from './control-props.ts'

/** A group of fields that may be left out as a whole: a switch that shows them. */
export function OptionalField(props: FieldProps) {
  const {
    schema,
    uiSchema,
    formData,
    fieldPathId,
    onChange,
    registry,
    name,
    disabled,
    readonly,
    errorSchema,
  } = props
  const options = (schema.anyOf ?? []) as RJSFSchema[]
  const index = options.findIndex(({ type }) => type !== 'null')
  const option = options[index] ?? {}
  const optionHints = (uiSchema?.['anyOf'] as UiSchema[] | undefined)?.[index] ?? {}
  const isThere = formData !== undefined && formData !== null
  const errors = errorSchema?.__errors ?? []
  const { SchemaField } = registry.fields
  const begin = () =>
    registry.schemaUtils.getDefaultFormState(option, undefined) ?? (option.type === 'array' ? [] : {})
  return (
    <div id={fieldPathId.$id} className={classes.optional} data-invalid={errors.length > 0 || undefined}>
      <Switch
        label={schema.title ?? humanLabel(name)}
        description={aboutGroup(schema, uiSchema)}
        styles={{ label: { fontWeight: 550 } }}
        checked={isThere}
        disabled={disabled === true || readonly === true}
        onChange={(event) => onChange(event.currentTarget.checked ? begin() : undefined, fieldPathId.path)}
        {...(errors.length > 0 ? { error: capitalize(errors.join('; ')) } : {})}
      />
      {isThere && SchemaField !== undefined && (
        <div className={classes.revealed}>
          <SchemaField {...props} schema={option} uiSchema={optionHints} required={false} />
        </div>
      )}
    </div>
  )
}

function aboutGroup({ description }: RJSFSchema, uiSchema: UiSchema | undefined) {
  const help: unknown = uiSchema?.['ui:help']
  const parts = [description, typeof help === 'string' ? help : undefined].filter(
    (part) => part !== undefined,
  )
  if (parts.length === 0) return undefined
  return parts.map((part) => (
    <Text key={part} span display="block" inherit>
      {part}
    </Text>
  ))
}
