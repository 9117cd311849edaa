import { NumberInput, TextInput } from '@mantine/core'
import { getSchemaType, type BaseInputTemplateProps } from '@rjsf/utils'
import { controlProps } from './control-props.ts'

/** One line of text, or a number. */
export function TextInputTemplate(props: BaseInputTemplateProps) {
  const { schema, value, onChange, placeholder } = props
  const shared = controlProps(props)
  const type = getSchemaType(schema)
  const hint = placeholder === undefined ? {} : { placeholder }
  if (type === 'number' || type === 'integer') {
    return (
      <NumberInput
        {...shared}
        {...hint}
        styles={{ wrapper: { maxWidth: 280 } }}
        value={typeof value === 'number' ? value : ''}
        step={typeof schema.multipleOf === 'number' ? schema.multipleOf : 1}
        clampBehavior="none"
        onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      />
    )
  }
  return (
    <TextInput
      {...shared}
      {...hint}
      value={typeof value === 'string' || typeof value === 'number' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
