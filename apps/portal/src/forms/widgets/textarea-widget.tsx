import { Textarea } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { emptyTextProps, typedText } from './empty-text.tsx'
import { controlProps } from './control-props.ts'

/** A text of several lines, e.g. a policy. */
export function TextareaWidget(props: WidgetProps) {
  const { value, onChange } = props
  return (
    <Textarea
      {...controlProps(props)}
      {...emptyTextProps(props)}
      autosize
      minRows={4}
      maxRows={18}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(typedText(event.currentTarget.value, props))}
      spellCheck={false}
    />
  )
}
