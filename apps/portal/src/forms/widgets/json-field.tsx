import { Textarea } from '@mantine/core'
import type { FieldProps } from '@rjsf/utils'
import { useState } from 'react'
import { humanLabel } from '../human-label.ts'
import { capitalize } from './control-props.ts'

/** A value of any type: JSON where it is JSON, a text otherwise. */
export function JsonField(props: FieldProps) {
  const { fieldPathId, formData, onChange, schema, uiSchema, name, required, rawErrors, disabled, readonly } =
    props
  const [text, setText] = useState(() => printValue(formData))
  const help: unknown = uiSchema?.['ui:help']
  const description = [schema.description, typeof help === 'string' ? help : undefined, 'A text, or JSON.']
    .filter((part) => part !== undefined)
    .join(' ')
  return (
    <Textarea
      id={fieldPathId.$id}
      label={schema.title ?? humanLabel(name)}
      description={description}
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
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(parseValue(event.currentTarget.value), fieldPathId.path)
      }}
    />
  )
}

function printValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

function parseValue(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
