import { readFileSync } from 'node:fs'
import { readYaml } from '@groundplan/blueprint'
import { stringifyJson } from '@groundplan/terraform-type'
import { Ajv, type AnySchemaObject } from 'ajv'

/** What is wrong with a blueprint of Torque, or undefined. */
export type CheckText = (text: string) => string | undefined

/** Reads Torque's own JSON Schema of blueprints (draft-06). */
export function readTorqueSchema(file: string): CheckText {
  const { $schema: _, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as AnySchemaObject
  // Some of its patterns are none with the flag u.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false })
  const validate = ajv.compile(schema)
  return (text) => {
    const { value, diagnostics } = readYaml('blueprint.yaml', text)
    if (value === undefined) return diagnostics.map(({ message }) => message).join('; ')
    return validate(JSON.parse(stringifyJson(value))) ? undefined : ajv.errorsText(validate.errors)
  }
}
