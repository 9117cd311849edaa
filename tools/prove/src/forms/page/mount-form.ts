// Runs in the browser, bundled with one version of react-jsonschema-form.
import Form from '@rjsf/core/lib/components/Form.js'
import type { RJSFSchema, UiSchema, ValidatorType } from '@rjsf/utils'
import validator from '@rjsf/validator-ajv8'
import { createElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { act } from './act.ts'
import { look } from './look.ts'
import type { FormPage, Sent } from './page-protocol.ts'
import { settled } from './settled.ts'

let root: Root | undefined
let sent: Sent = { errors: [] }

const page: FormPage = {
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
        validator: validator as unknown as ValidatorType,
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

Object.assign(globalThis, { formPage: page })
