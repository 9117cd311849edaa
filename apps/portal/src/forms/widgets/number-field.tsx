import type { FieldProps } from '@rjsf/utils'

/** A number as its control gives it: the usual field would round it. */
export function NumberField(props: FieldProps) {
  const { StringField } = props.registry.fields
  return StringField === undefined ? null : <StringField {...props} />
}
