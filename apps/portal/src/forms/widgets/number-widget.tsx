import { NumberInput } from '@mantine/core'
import type { BaseInputTemplateProps } from '@rjsf/utils'
import { useState } from 'react'
import { toFieldNumber } from '../exact-values.ts'
import { controlProps, unitOf } from './control-props.ts'
import { unitSection } from './unit-section.tsx'

/** A number with all the digits that people type. */
export function NumberWidget(props: BaseInputTemplateProps) {
  const { schema, uiSchema, value, onChange, placeholder } = props
  // What is typed may say the same number in other ways, e.g. `1.` on the way to `1.5`.
  const [typed, setTyped] = useState<string | number>('')
  const shown = toFieldNumber(typed) === value ? typed : value
  return (
    <NumberInput
      {...controlProps(props)}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...unitSection(unitOf(uiSchema))}
      styles={{ wrapper: { maxWidth: 280 } }}
      value={typeof shown === 'number' || typeof shown === 'string' ? shown : ''}
      step={typeof schema.multipleOf === 'number' ? schema.multipleOf : 1}
      clampBehavior="none"
      // It would round numbers of many digits.
      trimLeadingZeroesOnBlur={false}
      onChange={(next) => {
        setTyped(next)
        onChange(toFieldNumber(next))
      }}
    />
  )
}
