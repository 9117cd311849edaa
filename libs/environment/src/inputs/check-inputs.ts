import {
  fromBlueprintRules,
  isRequiredInput,
  type Blueprint,
  type BlueprintInput,
} from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import { acceptsValue, parseType, type Json, type JsonObject } from '@groundplan/terraform-type'

/** What is wrong with the value of one input. The message never shows the value, which may be a secret. */
export interface InputProblem {
  readonly input: string
  readonly message: string
}

/**
 * Checks values as the launch form does: every required input is set, no other is, and each value has its type and keeps to its rules.
 * All problems at once. Null counts as not set.
 */
export function checkInputs(blueprint: Blueprint, values: JsonObject): readonly InputProblem[] {
  const inputs = blueprint.inputs ?? {}
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(inputs, name))
  return [
    ...unknown.map((input) => ({ input, message: 'The blueprint has no such input.' })),
    ...Object.entries(inputs).flatMap(([name, input]) => {
      const message = checkInput(input ?? {}, Object.hasOwn(values, name) ? values[name] : undefined)
      return message === undefined ? [] : [{ input: name, message }]
    }),
  ]
}

function checkInput(input: BlueprintInput, value: Json | undefined): string | undefined {
  if (value === undefined || value === null)
    return isRequiredInput(input) ? 'A value is required.' : undefined
  const { type } = input
  const parsed = parseType(type ?? 'string')
  if (!parsed.ok) return undefined
  const constraints = fromBlueprintRules(input)
  if (!acceptsValue(parsed.type, value, { constraints: [], null: false }))
    return `The value is not of the type ${type ?? 'string'}.`
  if (acceptsValue(parsed.type, value, { constraints, null: false })) return undefined
  return input['validation-description']?.trim() || 'The value does not keep to the rules of this input.'
}

/** Throws InputError with all problems. */
export function requireValidInputs(blueprint: Blueprint, values: JsonObject): void {
  const problems = checkInputs(blueprint, values)
  if (problems.length === 0) return
  const shown = problems.slice(0, 10).map(({ input, message }) => `${input}: ${message}`)
  const more = problems.length - shown.length
  throw new InputError([...shown, ...(more > 0 ? [`${more} more problems`] : [])].join(' '), {
    details: { inputs: problems },
  })
}
