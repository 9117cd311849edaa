import { PasswordInput } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { emptyTextProps, typedText } from './empty-text.tsx'
import { controlProps } from './control-props.ts'

/** A secret: masked until somebody asks to see it, never filled in by the browser. */
export function PasswordWidget(props: WidgetProps) {
  const { value, onChange } = props
  return (
    <PasswordInput
      {...controlProps(props)}
      {...emptyTextProps(props)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(typedText(event.currentTarget.value, props))}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the value', tabIndex: 0 }}
    />
  )
}
