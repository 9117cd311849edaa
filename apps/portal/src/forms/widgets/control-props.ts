import { ADDITIONAL_PROPERTY_FLAG, type RJSFSchema, type UiSchema, type WidgetProps } from '@rjsf/utils'
import { createElement, type ReactNode } from 'react'
import { humanLabel } from '../human-label.ts'

/** What all controls show around themselves: label, help, the marker of required ones, errors. */
export function controlProps({
  id,
  htmlName,
  label,
  hideLabel,
  required,
  disabled,
  readonly,
  autofocus,
  rawErrors,
  schema,
  uiSchema,
  onBlur,
  onFocus,
  value,
}: WidgetProps) {
  const description = describe(schema.description, uiSchema?.['ui:help'])
  return {
    id,
    name: htmlName ?? id,
    ...(hideLabel === true || label === ''
      ? { 'aria-label': spokenLabel(label) }
      : { label: shownLabel(label, schema, unitOf(uiSchema)) }),
    ...(description === undefined ? {} : { description }),
    ...(rawErrors !== undefined && rawErrors.length > 0 ? { error: capitalize(rawErrors.join('; ')) } : {}),
    withAsterisk: required === true,
    'aria-required': required === true,
    disabled: disabled === true || readonly === true,
    'data-autofocus': autofocus,
    onBlur: () => onBlur(id, value),
    onFocus: () => onFocus(id, value),
  }
}

/** The unit that stands behind the field, if it has one. */
export function unitOf(uiSchema: UiSchema | undefined): string | undefined {
  const unit: unknown = uiSchema?.['ui:unit']
  return typeof unit === 'string' ? unit : undefined
}

function shownLabel(label: string, schema: RJSFSchema, unit: string | undefined): ReactNode {
  // An entry's key stands in a field of its own beside this one.
  if (ADDITIONAL_PROPERTY_FLAG in schema) return 'Value'
  if (schema.title === undefined) return humanLabel(label)
  if (schema.deprecated === true) return `${label} (deprecated)`
  if (unit === undefined) return label
  // Whoever hears the form does not hear what stands behind the field.
  return [schema.title, createElement('span', { key: 'unit', className: 'visually-hidden' }, ` (${unit})`)]
}

// Items of a list come as `Subnets-1`.
function spokenLabel(label: string): string {
  return label === '' ? 'Value' : label.replace(/-(\d+)$/, ', item $1')
}

/** An error as a sentence of its own. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function describe(description: string | undefined, help: unknown): ReactNode {
  const parts = [description, help].filter((part) => typeof part === 'string' && part.trim() !== '')
  if (parts.length === 0) return undefined
  return parts.map((part, index) =>
    createElement('span', { key: index, style: { display: 'block' } }, part as string),
  )
}
