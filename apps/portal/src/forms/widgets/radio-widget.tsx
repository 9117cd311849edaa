import { Group, Radio } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { visibleName } from '../../layout/visible-name.ts'
import { controlProps } from './control-props.ts'

/** A few answers of which none is given yet, where nobody may overlook the question. */
export function RadioWidget(props: WidgetProps) {
  const { value, onChange, id, options } = props
  // The group's own element has no role that could be required.
  const { id: _, disabled, 'aria-required': __, ...shared } = controlProps(props)
  const choices = options.enumOptions ?? []
  const chosen = choices.findIndex((choice) => choice.value === value)
  return (
    <Radio.Group
      {...shared}
      id={id}
      value={chosen === -1 ? null : String(chosen)}
      onChange={(index) => onChange(choices[Number(index)]?.value)}
    >
      <Group mt={6} mb={4} gap="lg">
        {choices.map(({ label }, index) => (
          <Radio key={index} value={String(index)} label={visibleName(label)} disabled={disabled} />
        ))}
      </Group>
    </Radio.Group>
  )
}
