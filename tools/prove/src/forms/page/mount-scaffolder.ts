// Runs in the browser, bundled with the form of Backstage's scaffolder, which validates as the scaffolder's stepper does.
import { Form } from '@backstage/plugin-scaffolder-react/dist/next/components/Form/Form.esm.js'
import type { ValidatorType } from '@rjsf/utils'
import { customizeValidator } from '@rjsf/validator-ajv8'
import ajvErrors from 'ajv-errors'
import type { ComponentType } from 'react'
import { offerFormPage, type FormProperties } from './form-page.ts'

const validator = customizeValidator()
ajvErrors((validator as unknown as { readonly ajv: unknown }).ajv)

offerFormPage(Form as ComponentType<FormProperties>, validator as unknown as ValidatorType)
