import {
  constrainSchema,
  parseType,
  toJsonSchema,
  type Json,
  type JsonSchema,
} from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput } from './blueprint.ts'
import { displayName } from './display-name.ts'
import { fromBlueprintRules } from './rules.ts'

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
  let schema = parsed.ok ? toJsonSchema(parsed.type) : {}
  schema = constrainSchema(schema, { path: '', ...fromBlueprintRules(input) })
  for (const [path, rules] of Object.entries(input.constraints ?? {})) {
    schema = constrainSchema(schema, { path, ...fromBlueprintRules(rules) })
  }
  return {
    title: displayName(name),
    ...(input.description === undefined ? {} : { description: input.description.trim() }),
    ...withTitles(schema),
    ...(input.default === undefined ? {} : { default: input.default as Json }),
    ...(input.sensitive === true ? { writeOnly: true } : {}),
  }
}

/** Gives the attributes of objects, at any depth, names for people. */
function withTitles(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema
  const titled = Object.entries(properties ?? {}).map(
    ([name, property]) => [name, { title: displayName(name), ...withTitles(property) }] as const,
  )
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(titled) }),
    ...(items === undefined ? {} : { items: isList(items) ? items.map(withTitles) : withTitles(items) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: withTitles(additionalProperties) }
      : {}),
  }
}

function isList(items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] {
  return Array.isArray(items)
}

function inputHints(name: string, input: BlueprintInput): [string, Json][] {
  const hints: Record<string, Json> = {}
  if (input.sensitive === true && (input.type ?? 'string') === 'string') hints['ui:widget'] = 'password'
  if (input['validation-description'] !== undefined) hints['ui:help'] = input['validation-description']
  return Object.keys(hints).length === 0 ? [] : [[name, hints]]
}
