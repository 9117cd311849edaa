import { Validator, type Schema } from '@cfworker/json-schema'
import {
  parseBlueprint,
  printBlueprint,
  toLaunchForm,
  validateBlueprint,
  type Blueprint,
  type LaunchForm,
} from '@groundplan/blueprint'
// The package's entry also imports what its own tests need and we have not.
import Form from '@rjsf/core/lib/components/Form.js'
import { getDefaultFormState, type RJSFSchema, type UiSchema, type ValidatorType } from '@rjsf/utils'
import { Ajv } from 'ajv'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

/** Everything that is wrong with a blueprint's text and with its launch form in a plain react-jsonschema-form. */
export function checkForm(blueprint: Blueprint): readonly string[] {
  const form = toLaunchForm(blueprint)
  return [
    ...checkText(blueprint),
    ...checkSchema(blueprint, form),
    ...checkBeginning(blueprint, form),
    ...checkMarkup(form),
  ]
}

/** It has no findings, and is the same again byte for byte after parse and print. */
function checkText(blueprint: Blueprint): readonly string[] {
  const text = printBlueprint(blueprint)
  const findings = validateBlueprint('blueprint.yaml', text).diagnostics.map(
    ({ rule, message }) => `${rule}: ${message}`,
  )
  const parsed = parseBlueprint('blueprint.yaml', text).blueprint
  const again = parsed === undefined ? undefined : printBlueprint(parsed)
  return again === text ? findings : [...findings, 'parse and print give another text']
}

/** Ajv compiles it in strict mode, and the defaults keep to it. */
function checkSchema({ inputs = {} }: Blueprint, { schema }: LaunchForm): readonly string[] {
  const ajv = new Ajv({
    strict: true,
    strictTypes: true,
    strictTuples: true,
    strictRequired: true,
    allErrors: true,
  })
  try {
    ajv.compile(schema)
    const { required: _, ...open } = schema
    const shown = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      property.default === undefined ? [] : [[name, inputs[name]?.default] as const],
    )
    return ajv.validate(open, Object.fromEntries(shown)) ? [] : [`defaults: ${ajv.errorsText(ajv.errors)}`]
  } catch (error) {
    return [`Ajv: ${String(error)}`]
  }
}

const validator: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  // Alternatives come with an id of their own, under which the root's definitions would not be found.
  isValid: ({ $id: _, ...schema }, values, { definitions }) =>
    findErrors({ ...schema, ...(definitions && { definitions }) }, values).length === 0,
  rawValidation: () => ({ errors: [] }),
}

function findErrors(schema: RJSFSchema, values: unknown) {
  // Properties without a value are none.
  const plain = JSON.parse(JSON.stringify(values ?? null)) as unknown
  return new Validator(schema as Schema, '7', false).validate(plain).errors
}

/** Before anybody types, the form has the defaults as they are, and asks for nothing but what the blueprint requires. */
function checkBeginning({ inputs = {} }: Blueprint, { schema }: LaunchForm): readonly string[] {
  const { required = [], ...open } = schema as RJSFSchema
  const values: unknown = getDefaultFormState(
    validator,
    schema as RJSFSchema,
    undefined,
    schema as RJSFSchema,
  )
  const begun = typeof values === 'object' && values !== null ? (values as Record<string, unknown>) : {}
  const settled = Object.fromEntries(Object.entries(begun).filter(([name]) => !required.includes(name)))
  const errors = findErrors(open, settled).slice(0, 3)
  const wrong = Object.entries(inputs).flatMap(([name, input]) => {
    const value = schema.properties?.[name]?.default
    // A form leaves an empty group of values out, which gives the default.
    const isLeftEmpty = begun[name] === undefined && JSON.stringify(value) === '{}'
    if (value !== undefined)
      return isLeftEmpty || keeps(begun[name], input?.default, input?.type === 'any')
        ? []
        : [`the default of ${name} is not what the form begins with`]
    const isLeft = begun[name] === undefined || begun[name] === null || required.includes(name)
    return isLeft ? [] : [`the form begins with a value for ${name}`]
  })
  return [
    ...wrong,
    ...errors.map(({ instanceLocation, error }) => `begins wrong: ${instanceLocation} ${error}`),
  ]
}

/** True if what was given is there, whatever the form fills in beside it. */
function keeps(found: unknown, given: unknown, isAny: boolean): boolean {
  // An attribute that is null takes its default.
  if (given === null) return !isAny || found === null
  if (typeof given !== 'object' || given === undefined) return found === given
  if (typeof found !== 'object' || found === null) return false
  if (Array.isArray(given) && (!Array.isArray(found) || given.length !== found.length)) return false
  return Object.entries(given).every(([key, value]) =>
    keeps((found as Record<string, unknown>)[key], value, isAny),
  )
}

/** It is rendered without a word on the console and without a field that cannot be shown. */
function checkMarkup({ schema, uiSchema }: LaunchForm): readonly string[] {
  const said: string[] = []
  const { warn, error } = console
  console.warn = (...words: unknown[]) =>
    void said.push(`warned: ${words.map(String).join(' ').slice(0, 300)}`)
  console.error = (...words: unknown[]) =>
    void said.push(`warned: ${words.map(String).join(' ').slice(0, 300)}`)
  try {
    const props = { schema: schema as RJSFSchema, uiSchema: uiSchema as UiSchema, validator }
    const markup = renderToStaticMarkup(createElement(Form, props))
    const broken = /unsupported-field|rjsf-config-error|\[object Object\]/.exec(markup)
    return broken === null ? said : [...said, `shows ${broken[0]}`]
  } catch (problem) {
    return [...said, `is not rendered: ${String(problem)}`]
  } finally {
    console.warn = warn
    console.error = error
  }
}
