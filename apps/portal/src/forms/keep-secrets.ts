import type { JsonObject } from '@groundplan/terraform-type'
import type { LaunchForm } from './input-form.tsx'

/** The form of something that has values already: secret inputs that have one may be left empty, and then keep it. */
export function keepSecrets(form: LaunchForm, names: readonly string[]): LaunchForm {
  const { schema, uiSchema } = form
  const isKept = (name: unknown) => typeof name === 'string' && names.includes(name)
  const hints = Object.keys(schema.properties ?? {})
    .filter(isKept)
    .map((name) => [name, { ...hintsOf(uiSchema, name), 'ui:help': keptHelp }] as const)
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !isKept(name)) : []
  return {
    ...form,
    schema: { ...schema, required } as LaunchForm['schema'],
    uiSchema: { ...uiSchema, ...Object.fromEntries(hints) } as LaunchForm['uiSchema'],
  }
}

const keptHelp = 'Leave it empty to keep the current value.'

/** The values without secrets that somebody has left empty. */
export function withoutKept(values: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== '' || !names.includes(name)),
  )
}

/** The form with only some of its inputs, all of them required. */
export function pickInputs(form: LaunchForm, names: readonly string[]): LaunchForm {
  const { properties = {} } = form.schema
  const picked = Object.entries(properties).filter(([name]) => names.includes(name))
  return {
    ...form,
    schema: {
      ...form.schema,
      ...{ properties: Object.fromEntries(picked), required: picked.map(([name]) => name) },
    } as LaunchForm['schema'],
  }
}

function hintsOf(uiSchema: LaunchForm['uiSchema'], name: string): object {
  const own: unknown = Object.hasOwn(uiSchema, name) ? uiSchema[name] : undefined
  return typeof own === 'object' && own !== null ? own : {}
}
