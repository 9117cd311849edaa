// Runs in the browser, bundled with one form component.
import type { RJSFSchema, UiSchema, ValidatorType } from '@rjsf/utils'
import { createElement, type ComponentType } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { act } from './act.ts'
import { look } from './look.ts'
import type { FormPage, Sent } from './page-protocol.ts'
import { settled } from './settled.ts'

/** The properties of the form component that the page sets. */
export interface FormProperties {
  readonly schema: RJSFSchema
  readonly uiSchema: UiSchema
  readonly validator: ValidatorType
  readonly noHtml5Validate: boolean
  readonly onSubmit: (event: { readonly formData?: unknown }) => void
  readonly onError: (errors: readonly { readonly property?: string; readonly message?: string }[]) => void
}

let root: Root | undefined
let sent: Sent = { errors: [] }

/** Offers the form to the program that drives the browser, as `formPage`. */
export function offerFormPage(Form: ComponentType<FormProperties>, validator: ValidatorType): void {
  Object.assign(globalThis, { formPage: createPage(Form, validator) })
}

function createPage(Form: ComponentType<FormProperties>, validator: ValidatorType): FormPage {
  return {
    async mount(schema, uiSchema) {
      root?.unmount()
      document.body.innerHTML = '<div id="host"></div>'
      const host = document.getElementById('host')
      if (host === null) return
      root = createRoot(host)
      root.render(
        createElement(Form, {
          schema: schema as RJSFSchema,
          uiSchema: uiSchema as UiSchema,
          validator,
          // What the browser itself stops would hide what the form says.
          noHtml5Validate: true,
          onSubmit: ({ formData }) => {
            sent = {
              values: JSON.parse(JSON.stringify(formData ?? {})) as NonNullable<Sent['values']>,
              errors: [],
            }
          },
          onError: (errors) => {
            sent = { errors: errors.map(({ property = '', message = '' }) => `${property} ${message}`) }
          },
        }),
      )
      await settled()
    },
    async act(actions) {
      for (const action of actions) await act(action)
    },
    look,
    async send() {
      sent = { errors: ['nothing was sent'] }
      document.querySelector<HTMLButtonElement>('button[type="submit"]')?.click()
      await settled()
      return sent
    },
    markup: () => document.body.innerHTML,
  }
}
