import { Textarea } from '@mantine/core'
import { ADDITIONAL_PROPERTY_FLAG, getUiOptions, type FieldProps } from '@rjsf/utils'
import { useState } from 'react'
import { humanLabel } from '../human-label.ts'
import { capitalize } from './control-props.ts'
import { parseAnyValue, printAnyValue } from './any-value.ts'

/** A value of any type: JSON where it is JSON, a text otherwise. */
export function JsonField(props: FieldProps) {
  const {
    fieldPathId,
    formData,
    onChange,
    onBlur,
    schema,
    uiSchema,
    name,
    required,
    rawErrors,
    disabled,
    readonly,
  } = props
  const [text, setText] = useState(() => printAnyValue(formData))
  const { help, label } = getUiOptions(uiSchema)
  const isRounded = parseAnyValue(text).kind === 'rounded'
  const description = [
    schema.description,
    typeof help === 'string' ? help : undefined,
    'A text, or JSON.',
    isRounded ? 'Kept as text: a number in it has more digits than JSON can hold here.' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
  const title = ADDITIONAL_PROPERTY_FLAG in schema ? 'Value' : (schema.title ?? humanLabel(name))
  return (
    <Textarea
      id={fieldPathId.$id}
      {...(label === false ? { 'aria-label': title } : { label: title, description })}
      withAsterisk={required === true}
      aria-required={required === true}
      disabled={disabled === true || readonly === true}
      {...(rawErrors !== undefined && rawErrors.length > 0
        ? { error: capitalize(rawErrors.join('; ')) }
        : {})}
      autosize
      minRows={1}
      maxRows={14}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', ...masking(schema.writeOnly) } }}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(parseAnyValue(event.currentTarget.value).value, fieldPathId.path)
      }}
      onBlur={() => onBlur(fieldPathId.$id, formData)}
    />
  )
}

/** Several lines cannot be typed into a field for passwords. */
function masking(isSecret: boolean | undefined) {
  return isSecret === true ? { WebkitTextSecurity: 'disc' } : {}
}
