import { MultiSelect, Select } from '@mantine/core'
import type { EnumOptionsType, WidgetProps } from '@rjsf/utils'
import { visibleName } from '../../layout/visible-name.ts'
import { controlProps } from './control-props.ts'

/** A choice among given values, or several of them. */
export function SelectWidget(props: WidgetProps) {
  const { value, onChange, options, multiple, required } = props
  const placeholder: unknown = props.placeholder || options.placeholder
  // What may be null is left empty instead.
  const choices = (options.enumOptions ?? []).filter((choice) => choice.value !== null)
  const data = choices.map(({ label }, index) => ({ value: String(index), label: visibleName(label) }))
  if (multiple === true) {
    const chosen = Array.isArray(value) ? value.map((element) => indexOf(choices, element)) : []
    return (
      <MultiSelect
        {...controlProps(props)}
        data={data}
        value={chosen.filter((index) => index !== null)}
        onChange={(indexes) => onChange(indexes.map((index) => choices[Number(index)]?.value))}
        searchable={choices.length > 8}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear selection' }}
      />
    )
  }
  return (
    <Select
      {...controlProps(props)}
      styles={{ wrapper: { maxWidth: 420 } }}
      data={data}
      value={indexOf(choices, value)}
      placeholder={typeof placeholder === 'string' && placeholder !== '' ? placeholder : 'Choose'}
      onChange={(index) => onChange(index === null ? undefined : choices[Number(index)]?.value)}
      searchable={choices.length > 8}
      clearable={required !== true}
      clearButtonProps={{ 'aria-label': 'Clear selection' }}
      allowDeselect={false}
    />
  )
}

function indexOf(choices: readonly EnumOptionsType[], value: unknown): string | null {
  const index = choices.findIndex((choice) => choice.value === value)
  return index === -1 ? null : String(index)
}
