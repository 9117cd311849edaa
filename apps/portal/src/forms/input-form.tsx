import type { AppRouter } from '@groundplan/api-client'
import { Button, Group } from '@mantine/core'
// The package's entry also imports what its own tests need and we have not.
import Form from '@rjsf/core/lib/components/Form.js'
import type { ErrorSchema, RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { IconChecklist } from '../icons/icons.ts'
import type { inferRouterOutputs } from '@trpc/server'
import { useMemo, useState } from 'react'
import { Panel } from '../layout/panel.tsx'
import { anySchema } from './any-schema.ts'
import { FormErrors } from './form-errors.tsx'
import { formHints } from './form-hints.ts'
import { createJsonSchemaValidator } from './json-schema-validator.ts'
import { pickValues, type KeptValues } from './kept-values.ts'
import { shownValues } from './shown-values.ts'
import { formTemplates } from './templates/form-templates.tsx'
import { translate } from './translate.ts'
import { UncheckedNotice } from './unchecked-notice.tsx'
import { useFormCheck } from './use-form-check.ts'
import { visibleForm } from './visible-form.ts'
import { formWidgets } from './widgets/form-widgets.tsx'
import { JsonField } from './widgets/json-field.tsx'
import { NumberField } from './widgets/number-field.tsx'
import { OptionalField } from './widgets/optional-field.tsx'
import { ValuesPanel } from './values-panel.tsx'

type LaunchForm = inferRouterOutputs<AppRouter>['catalog']['form']

type Check =
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly errors: readonly RJSFValidationError[]; readonly attempt: number }
  | { readonly status: 'passed'; readonly values: Readonly<Record<string, unknown>> }

// Values of any type have a field of their own, so alternatives only ever are a group of fields or nothing.
const formFields = { JsonField, NumberField, AnyOfField: OptionalField }

export interface InputFormProps {
  readonly form: LaunchForm
  /** Keeps what people have filled in while the form is not shown. */
  readonly kept?: KeptValues | undefined
}

/** A blueprint's form with a button that checks it and shows the resulting input values. */
export function InputForm({ form, kept }: InputFormProps) {
  const schema = useMemo(() => anySchema(visibleForm(form.schema as RJSFSchema), form.uiSchema), [form])
  const uiSchema = useMemo(
    () => formHints(schema, visibleForm(form.uiSchema as UiSchema)),
    [schema, form.uiSchema],
  )
  const [validator] = useState(() => createJsonSchemaValidator())
  const [values, setValues] = useState<unknown>(() => pickValues(schema, kept?.read()))
  const [check, setCheck] = useState<Check>({ status: 'none' })
  const live = useFormCheck({ schema, uiSchema })
  const submit = async (formData: unknown) => {
    const errors = await live.checkAll(formData)
    if (errors === undefined) return
    setCheck((before) =>
      errors.length === 0
        ? { status: 'passed', values: shownValues(schema, formData) }
        : { status: 'failed', errors, attempt: before.status === 'failed' ? before.attempt + 1 : 1 },
    )
  }
  return (
    <>
      {check.status === 'failed' && <FormErrors key={check.attempt} errors={check.errors} />}
      <Panel title="Inputs">
        <Form
          schema={schema}
          uiSchema={uiSchema}
          formData={values}
          validator={validator}
          templates={formTemplates}
          widgets={formWidgets}
          fields={formFields}
          // Checked beside the form, so that it does not complain of fields that nobody has been in yet.
          noValidate
          extraErrors={live.errorTree as ErrorSchema}
          showErrorList={false}
          noHtml5Validate
          useFallbackUiForUnsupportedType
          translateString={translate}
          onChange={({ formData }, id) => {
            setValues(formData)
            kept?.write(formData)
            live.onChange(formData, id)
            if (check.status === 'passed') setCheck({ status: 'none' })
          }}
          onBlur={live.onBlur}
          onSubmit={({ formData }) => void submit(formData)}
        >
          {live.unchecked !== undefined && <UncheckedNotice inputs={live.unchecked} />}
          <Group mt="xl">
            <Button type="submit" leftSection={<IconChecklist size={18} aria-hidden />}>
              Check
            </Button>
          </Group>
        </Form>
      </Panel>
      {check.status === 'passed' && <ValuesPanel values={check.values} />}
    </>
  )
}
