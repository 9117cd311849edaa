import { Textarea } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { controlProps } from './control-props.ts'

/** A text of several lines, e.g. a policy. */
export function TextareaWidget(props: WidgetProps) {
  const { value, onChange } = props
  return (
    <Textarea
      {...controlProps(props)}
      autosize
      minRows={4}
      maxRows={18}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      spellCheck={false}
    />
  )
}
