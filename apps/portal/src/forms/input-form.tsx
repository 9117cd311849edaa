import type { AppRouter } from '@groundplan/api-client'
import { Button, Group } from '@mantine/core'
// The package's entry also imports what its own tests need and we have not.
import Form from '@rjsf/core/lib/components/Form.js'
import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { IconChecklist } from '@tabler/icons-react'
import type { inferRouterOutputs } from '@trpc/server'
import { useMemo, useState } from 'react'
import { Panel } from '../layout/panel.tsx'
import { FormErrors } from './form-errors.tsx'
import { formHints } from './form-hints.ts'
import { createJsonSchemaValidator } from './json-schema-validator.ts'
import { shownValues } from './shown-values.ts'
import { formTemplates } from './templates/form-templates.tsx'
import { translate } from './translate.ts'
import { withEntryDefaults } from './with-entry-defaults.ts'
import { formWidgets } from './widgets/form-widgets.tsx'
import { JsonField } from './widgets/json-field.tsx'
import { ValuesPanel } from './values-panel.tsx'

type LaunchForm = inferRouterOutputs<AppRouter>['catalog']['form']

type Check =
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly errors: readonly RJSFValidationError[]; readonly attempt: number }
  | { readonly status: 'passed'; readonly values: Readonly<Record<string, unknown>> }

/** A blueprint's form with a button that checks it and shows the resulting input values. */
export function InputForm({ form }: { readonly form: LaunchForm }) {
  const schema = useMemo(() => withEntryDefaults(form.schema as RJSFSchema), [form.schema])
  const uiSchema = useMemo(() => formHints(schema, form.uiSchema as UiSchema), [schema, form.uiSchema])
  const [validator] = useState(() => createJsonSchemaValidator())
  const [values, setValues] = useState<unknown>()
  const [check, setCheck] = useState<Check>({ status: 'none' })
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
          fields={{ JsonField }}
          liveValidate={false}
          showErrorList={false}
          noHtml5Validate
          useFallbackUiForUnsupportedType
          translateString={translate}
          experimental_defaultFormStateBehavior={{ requiredBooleanDefault: 'skip' }}
          onChange={({ formData }) => {
            setValues(formData)
            if (check.status === 'passed') setCheck({ status: 'none' })
          }}
          onSubmit={({ formData }) => setCheck({ status: 'passed', values: shownValues(schema, formData) })}
          onError={(errors) =>
            setCheck({ status: 'failed', errors, attempt: check.status === 'failed' ? check.attempt + 1 : 1 })
          }
        >
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
