import { PasswordInput } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { controlProps } from './control-props.ts'

/** A secret: masked until somebody asks to see it, never filled in by the browser. */
export function PasswordWidget(props: WidgetProps) {
  const { value, onChange } = props
  return (
    <PasswordInput
      {...controlProps(props)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the value', tabIndex: 0 }}
    />
  )
}
