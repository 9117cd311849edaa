import { TextInput } from '@mantine/core'
import { getSchemaType, type BaseInputTemplateProps } from '@rjsf/utils'
import { emptyTextProps, typedText } from './empty-text.tsx'
import { controlProps, unitOf } from './control-props.ts'
import { NumberWidget } from './number-widget.tsx'
import { unitSection } from './unit-section.tsx'

/** One line of text, or a number. */
export function TextInputTemplate(props: BaseInputTemplateProps) {
  const { schema, uiSchema, value, onChange, placeholder } = props
  const type = getSchemaType(schema)
  if (type === 'number' || type === 'integer') return <NumberWidget {...props} />
  return (
    <TextInput
      {...controlProps(props)}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...unitSection(unitOf(uiSchema))}
      {...emptyTextProps(props)}
      value={typeof value === 'string' || typeof value === 'number' ? value : ''}
      onChange={(event) => onChange(typedText(event.currentTarget.value, props))}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
