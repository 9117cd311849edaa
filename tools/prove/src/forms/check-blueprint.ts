import {
  parseBlueprint,
  printBlueprint,
  toLaunchForm,
  validateBlueprint,
  type Blueprint,
  type LaunchForm,
} from '@groundplan/blueprint'
import { Ajv } from 'ajv'

/** Everything that is wrong with a blueprint's text and with the schema of its launch form. */
export function checkBlueprint(blueprint: Blueprint): readonly string[] {
  return [...checkText(blueprint), ...checkSchema(blueprint, toLaunchForm(blueprint))]
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
