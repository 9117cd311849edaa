import { ExactNumber, parseType, toJsonSchema, type Json, type JsonSchema } from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { displayName } from '../interface/display-name.ts'
import { hasExactNumber, toFormSchema } from './form-schema.ts'
import { fromBlueprintRules } from '../rules.ts'

/** The launch form: JSON Schema (draft-07) and the hints of react-jsonschema-form that go with it. */
export interface LaunchForm {
  readonly schema: JsonSchema
  readonly uiSchema: Readonly<Record<string, Json>>
}

/** The form that a developer fills in to launch the blueprint. Inputs keep their order. */
export function toLaunchForm(blueprint: Blueprint): LaunchForm {
  const inputs = Object.entries(blueprint.inputs ?? {}).map(([name, input]) => [name, input ?? {}] as const)
  const required = inputs.filter(([, input]) => isRequiredInput(input)).map(([name]) => name)
  return {
    schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: Object.fromEntries(inputs.map(([name, input]) => [name, inputSchema(name, input)])),
      ...(required.length === 0 ? {} : { required }),
    },
    uiSchema: {
      'ui:order': [...inputs.map(([name]) => name)],
      ...Object.fromEntries(inputs.flatMap(([name, input]) => inputHints(name, input))),
    },
  }
}

/** True if the form cannot be sent without a value for it. */
export function isRequiredInput(input: BlueprintInput): boolean {
  return input.default === undefined && input.optional !== true
}

function inputSchema(name: string, input: BlueprintInput): JsonSchema {
  const parsed = parseType(input.type ?? 'string')
  const constraints = fromBlueprintRules(input)
  const schema = parsed.ok
    ? toJsonSchema(parsed.type, { constraints, nulls: 'optional', null: input.optional === true })
    : {}
  return {
    title: displayName(name),
    ...inputDescription(input),
    ...toFormSchema(schema),
    ...(input.default === undefined || hasExactNumber(input.default) ? {} : { default: input.default }),
    ...(input.sensitive === true ? { writeOnly: true } : {}),
    ...(input.deprecated === undefined ? {} : { deprecated: true }),
  }
}

function inputDescription({ description, deprecated }: BlueprintInput): Pick<JsonSchema, 'description'> {
  const parts = [
    description?.trim(),
    deprecated === undefined ? undefined : `Deprecated: ${deprecated.trim()}`,
  ]
  const text = parts.filter((part) => part !== undefined).join('\n\n')
  return description === undefined && deprecated === undefined ? {} : { description: text }
}

function inputHints(name: string, input: BlueprintInput): [string, Json][] {
  const hints: Record<string, Json> = {}
  if (input.sensitive === true && (input.type ?? 'string') === 'string') hints['ui:widget'] = 'password'
  // A browser would round it; who leaves the field empty gets it as it is.
  if (input.default instanceof ExactNumber) hints['ui:placeholder'] = input.default.digits
  if (input['validation-description'] !== undefined) hints['ui:help'] = input['validation-description']
  return Object.keys(hints).length === 0 ? [] : [[name, hints]]
}
