import { Checkbox, Group, Radio } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { controlProps } from './control-props.ts'

/** Yes or no: a box to tick, or two answers where nobody may overlook the question. */
export function CheckboxWidget(props: WidgetProps) {
  const { value, onChange, required, schema } = props
  if (required === true && schema.default === undefined) return <YesOrNo {...props} />
  const { withAsterisk: _, ...shared } = controlProps(props)
  return (
    <Checkbox
      {...shared}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
      mt={4}
    />
  )
}

function YesOrNo(props: WidgetProps) {
  const { value, onChange, id } = props
  const { id: _, disabled, ...shared } = controlProps(props)
  return (
    <Radio.Group
      {...shared}
      id={id}
      value={typeof value === 'boolean' ? String(value) : null}
      onChange={(answer) => onChange(answer === 'true')}
    >
      <Group mt={6} gap="lg">
        <Radio value="true" label="Yes" disabled={disabled} />
        <Radio value="false" label="No" disabled={disabled} />
      </Group>
    </Radio.Group>
  )
}
