import { Alert, Anchor, List } from '@mantine/core'
import type { RJSFValidationError } from '@rjsf/utils'
import { IconAlertTriangle } from '../icons/icons.ts'
import { useEffect, useRef } from 'react'
import { fieldId } from './is-touched.ts'

/** What keeps the form from passing; each line leads to its field. Takes the focus when it appears. */
export function FormErrors({ errors }: { readonly errors: readonly RJSFValidationError[] }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => alert.current?.focus(), [])
  const title = errors.length === 1 ? 'Fix 1 field to continue' : `Fix ${errors.length} fields to continue`
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
    >
      <List size="sm">
        {errors.map((error, index) => (
          <List.Item key={index}>
            <Anchor
              component="button"
              type="button"
              size="sm"
              ta="left"
              style={{ display: 'inline' }}
              onClick={() => focusField(error)}
            >
              {error.stack}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

// The nearest field that exists: a missing group has no control of its own.
function focusField({ params }: RJSFValidationError): void {
  const path: readonly string[] = Array.isArray(params?.path) ? params.path : []
  for (let length = path.length; length > 0; length -= 1) {
    const field = document.getElementById(fieldId(path.slice(0, length)))
    if (field === null) continue
    // What is in a folded section cannot be scrolled to.
    for (const section of ancestors(field)) section.open = true
    field.scrollIntoView({ block: 'center' })
    const control = field.matches('input, select, textarea, button')
      ? field
      : field.querySelector<HTMLElement>('input, select, textarea, button')
    control?.focus({ preventScroll: true })
    return
  }
}

function ancestors(field: HTMLElement): readonly HTMLDetailsElement[] {
  const section = field.closest('details')
  return section === null ? [] : [section]
}
