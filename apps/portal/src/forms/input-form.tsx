import type { AppRouter } from '@groundplan/api-client'
import { Button, Group, Text } from '@mantine/core'
// The package's entry also imports what its own tests need and we have not.
import Form from '@rjsf/core/lib/components/Form.js'
import type { ErrorSchema, RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { IconChecklist } from '../icons/icons.ts'
import type { inferRouterOutputs } from '@trpc/server'
import type { JsonObject } from '@groundplan/terraform-type'
import { useMemo, useState, type ReactNode } from 'react'
import { Panel } from '../layout/panel.tsx'
import { anySchema } from './any-schema.ts'
import { FormErrors } from './form-errors.tsx'
import { formHints } from './form-hints.ts'
import { createJsonSchemaValidator, toErrorTree } from './json-schema-validator.ts'
import { pickValues, type KeptValues } from './kept-values.ts'
import { sentValues } from './sent-values.ts'
import { shownValues } from './shown-values.ts'
import { formTemplates } from './templates/form-templates.tsx'
import { translate } from './translate.ts'
import { UncheckedNotice } from './unchecked-notice.tsx'
import { mergeErrors, toValueErrors } from './to-value-errors.ts'
import { ModulesNotice } from './modules-notice.tsx'
import { useFormCheck } from './use-form-check.ts'
import { useValueCheck, type CheckValues } from './use-value-check.ts'
import { visibleForm } from './visible-form.ts'
import { formWidgets } from './widgets/form-widgets.tsx'
import { JsonField } from './widgets/json-field.tsx'
import { NumberField } from './widgets/number-field.tsx'
import { OptionalField } from './widgets/optional-field.tsx'
import { ValuesPanel } from './values-panel.tsx'

export type LaunchForm = inferRouterOutputs<AppRouter>['catalog']['form']

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
  /** What the values are for; absent: they are checked and shown. */
  readonly action?: FormAction | undefined
}

/** What is done with the values of a form once they pass the check. */
export interface FormAction {
  /** On the button. */
  readonly label: string
  readonly icon?: ReactNode
  readonly isPending: boolean
  /** Above the button. */
  readonly children?: ReactNode
  /** Asks the modules about the values; absent: only the form's own rules are checked. */
  readonly check?: CheckValues | undefined
  /** With the value of each input that is set, secrets as well. */
  readonly onValid: (values: JsonObject) => void
}

/** A blueprint's form with a button that checks it, and then shows the resulting input values or does what they are for. */
export function InputForm({ form, kept, action }: InputFormProps) {
  const schema = useMemo(() => anySchema(visibleForm(form.schema as RJSFSchema), form.uiSchema), [form])
  const uiSchema = useMemo(
    () => formHints(schema, visibleForm(form.uiSchema as UiSchema)),
    [schema, form.uiSchema],
  )
  const [validator] = useState(() => createJsonSchemaValidator())
  const [values, setValues] = useState<unknown>(() => pickValues(schema, kept?.read()))
  const [check, setCheck] = useState<Check>({ status: 'none' })
  const live = useFormCheck({ schema, uiSchema })
  const toValues = (formData: unknown) => sentValues(form, schema, formData)
  const modules = useValueCheck({ check: action?.check, schema, toValues })
  const errorTree = useMemo(
    () => toErrorTree(mergeErrors(live.errors, toValueErrors(modules.findings, schema))) as ErrorSchema,
    [live.errors, modules.findings, schema],
  )
  const submit = async (formData: unknown) => {
    const own = await live.checkAll(formData)
    const errors = own?.length === 0 ? await modules.checkAll(formData) : own
    if (errors === undefined) return
    const isValid = errors.length === 0
    if (isValid) action?.onValid(toValues(formData))
    setCheck((before) =>
      isValid
        ? { status: 'passed', values: shownValues(schema, formData) }
        : { status: 'failed', errors, attempt: before.status === 'failed' ? before.attempt + 1 : 1 },
    )
  }
  return (
    <>
      {check.status === 'failed' && <FormErrors key={check.attempt} errors={check.errors} />}
      <Panel title="Inputs">
        {isEmptyForm(form) && <Text c="dimmed">This blueprint has no inputs.</Text>}
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
          extraErrors={errorTree}
          showErrorList={false}
          noHtml5Validate
          useFallbackUiForUnsupportedType
          translateString={translate}
          onChange={({ formData }, id) => {
            setValues(formData)
            kept?.write(formData)
            live.onChange(formData, id)
            modules.onChange(formData, id)
            if (check.status === 'passed') setCheck({ status: 'none' })
          }}
          onBlur={live.onBlur}
          onSubmit={({ formData }) => void submit(formData)}
        >
          {live.unchecked !== undefined && <UncheckedNotice inputs={live.unchecked} />}
          <ModulesNotice findings={modules.findings} />
          {action?.children}
          <Group mt="xl">
            <Button
              type="submit"
              loading={action?.isPending ?? false}
              leftSection={action?.icon ?? <IconChecklist size={18} aria-hidden />}
            >
              {action?.label ?? 'Check'}
            </Button>
          </Group>
        </Form>
      </Panel>
      {check.status === 'passed' && action === undefined && <ValuesPanel values={check.values} />}
    </>
  )
}

/** True if there is nothing to fill in. */
export function isEmptyForm({ schema }: LaunchForm): boolean {
  return Object.keys(schema.properties ?? {}).length === 0
}
