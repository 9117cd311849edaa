import { Checkbox } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { controlProps } from './control-props.ts'

/** A box to tick, for what is no unless somebody says yes, or the other way round. */
export function CheckboxWidget(props: WidgetProps) {
  // A box that is not ticked is an answer too.
  const { withAsterisk: _, 'aria-required': __, ...shared } = controlProps(props)
  return (
    <Checkbox
      {...shared}
      checked={props.value === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
      mt={4}
    />
  )
}
