import { getTemplate, getUiOptions, type FieldTemplateProps } from '@rjsf/utils'

/** One field. Its control shows label, help and errors itself. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { hidden, registry, uiSchema, children } = props
  if (hidden === true) return null
  const WrapIfAdditional = getTemplate('WrapIfAdditionalTemplate', registry, getUiOptions(uiSchema))
  return <WrapIfAdditional {...props}>{children}</WrapIfAdditional>
}
