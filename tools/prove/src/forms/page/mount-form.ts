// Runs in the browser, bundled with one version of react-jsonschema-form.
import Form from '@rjsf/core/lib/components/Form.js'
import type { ValidatorType } from '@rjsf/utils'
import validator from '@rjsf/validator-ajv8'
import type { ComponentType } from 'react'
import { offerFormPage, type FormProperties } from './form-page.ts'

offerFormPage(Form as unknown as ComponentType<FormProperties>, validator as unknown as ValidatorType)
