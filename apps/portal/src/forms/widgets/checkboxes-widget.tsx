import { Checkbox, Group } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { visibleName } from '../../layout/visible-name.ts'
import { controlProps } from './control-props.ts'

/** Several of a few choices, in the order of the choices. */
export function CheckboxesWidget(props: WidgetProps) {
  const { value, onChange, id, options } = props
  // The group's own element has no role that could be required.
  const { id: _, disabled, 'aria-required': __, ...shared } = controlProps(props)
  const choices = options.enumOptions ?? []
  const chosen: readonly unknown[] = Array.isArray(value) ? value : []
  return (
    <Checkbox.Group
      {...shared}
      id={id}
      value={choices.flatMap((choice, index) => (chosen.includes(choice.value) ? [String(index)] : []))}
      onChange={(indexes) =>
        onChange(
          choices.filter((_choice, index) => indexes.includes(String(index))).map((choice) => choice.value),
        )
      }
    >
      <Group mt={6} mb={4} gap="lg">
        {choices.map(({ label }, index) => (
          <Checkbox key={index} value={String(index)} label={visibleName(label)} disabled={disabled} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
