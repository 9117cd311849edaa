import {
  isJsonList,
  isJsonObject,
  parseType,
  toJsonSchema,
  type Json,
  type JsonSchema,
  type TerraformType,
} from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { displayName } from '../interface/display-name.ts'
import { fromBlueprintRules } from '../rules.ts'
import { toFormField } from './form-field.ts'
import { placeRules } from './form-rules.ts'
import type { FormField, FormHints } from './form-scope.ts'
import { headingSchemas, listSections, sectionHints } from './form-sections.ts'
import { withoutSlowPatterns } from './slow-patterns.ts'

/** The launch form: JSON Schema (draft-07) and hints for react-jsonschema-form. */
export interface LaunchForm {
  readonly schema: JsonSchema
  readonly uiSchema: FormHints
}

/**
 * Creates the form for launching the blueprint. Its values are one object with a property per input; sections only affect the
 * layout. Null and a missing value both mean that the input is omitted. See docs/forms.md.
 */
export function toLaunchForm(blueprint: Blueprint): LaunchForm {
  const inputs = Object.entries(blueprint.inputs ?? {}).map(([name, input]) => [name, input ?? {}] as const)
  const names = inputs.map(([name]) => name)
  const required = inputs.filter(([, input]) => isRequiredInput(input)).map(([name]) => name)
  const fields = inputs.map(([name, input]) => [name, inputField(name, input)] as const)
  const sections = listSections(blueprint)
  const schemas = fields.map(([name, { schema }]) => [name, schema] as const)
  return {
    schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: Object.fromEntries([...schemas, ...headingSchemas(sections)]),
      ...(required.length === 0 ? {} : { required }),
    },
    uiSchema: {
      ...sectionHints(names, sections),
      ...Object.fromEntries(
        fields.flatMap(([name, { hints }]) => (Object.keys(hints).length === 0 ? [] : [[name, hints]])),
      ),
    },
  }
}

/** True if the form requires a value for the input. */
export function isRequiredInput(input: BlueprintInput): boolean {
  return input.default === undefined && input.optional !== true
}

function inputField(name: string, input: BlueprintInput): FormField {
  const title = input['display-name'] ?? displayName(name)
  const { schema, hints } = toFormField(inputSchema(input), {
    place: 'property',
    required: isRequiredInput(input),
    sensitive: input.sensitive === true,
    rules: placeRules(input),
    message: messageOf(input),
    given: [],
  })
  return {
    schema: {
      title,
      ...inputDescription(input),
      ...schema,
      ...(input.sensitive === true ? { writeOnly: true } : {}),
      ...(input.deprecated === undefined ? {} : { deprecated: true }),
    },
    hints: {
      ...hints,
      ...(input.ephemeral === true ? { 'ui:ephemeral': true } : {}),
      ...(input.unit === undefined ? {} : { 'ui:title': `${title} (${input.unit})`, 'ui:unit': input.unit }),
      ...ephemeralHints(input, hints),
      ...messageHints(input),
      ...secretHints(input, schema),
      ...(isPlainText(schema, hints) && isLongText(input) ? { 'ui:widget': 'textarea' } : {}),
    },
  }
}

function inputSchema(input: BlueprintInput): JsonSchema {
  const { default: value } = input
  const parsed = parseType(input.type ?? 'string')
  if (!parsed.ok) return value === undefined ? {} : { default: value }
  const schema = toJsonSchema(parsed.type, {
    constraints: withoutSlowPatterns(fromBlueprintRules(input)),
    // People leave fields empty instead, but a default may have null wherever Terraform takes it.
    nulls:
      (value !== undefined && hasNullInside(value)) || hasNullInDefaults(parsed.type)
        ? 'everywhere'
        : 'optional',
    null: input.optional === true || value === null,
  })
  return value === undefined || value === null ? schema : { ...schema, default: value }
}

function hasNullInDefaults(type: TerraformType): boolean {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return hasNullInDefaults(type.element)
    case 'tuple':
      return type.elements.some(hasNullInDefaults)
    case 'object':
      return type.attributes.some(
        ({ default: value = null, type }) => hasNullInside(value) || hasNullInDefaults(type),
      )
    default:
      return false
  }
}

function hasNullInside(value: Json): boolean {
  if (!isJsonList(value) && !isJsonObject(value)) return false
  return Object.values(value).some((inner) => inner === null || hasNullInside(inner))
}

function inputDescription({ description, deprecated }: BlueprintInput): Pick<JsonSchema, 'description'> {
  const parts = [
    description?.trim(),
    deprecated === undefined ? undefined : `Deprecated: ${deprecated.trim()}`,
  ]
  const text = parts.filter((part) => part !== undefined).join('\n\n')
  return description === undefined && deprecated === undefined ? {} : { description: text }
}

const ephemeralHelp = 'This value is not stored. Every later change asks for it again.'

function ephemeralHints({ ephemeral }: BlueprintInput, { 'ui:help': help }: FormHints): FormHints {
  if (ephemeral !== true) return {}
  return { 'ui:help': typeof help === 'string' ? `${help}\n${ephemeralHelp}` : ephemeralHelp }
}

function messageOf({ 'validation-description': message = '' }: BlueprintInput): string | undefined {
  return message.trim() === '' ? undefined : message.trim()
}

/** What the author says to whoever gives a value that is refused, for forms that show it in place of the rule's own words. */
function messageHints(input: BlueprintInput): FormHints {
  const message = messageOf(input)
  return message === undefined ? {} : { 'ui:message': message }
}

/**
 * A secret text goes into the field that a host has for secrets, if it has one: Backstage calls it `Secret`. It shows the form as
 * many asterisks instead, so it is only for secrets whose rules take those.
 */
function secretHints(input: BlueprintInput, { type }: JsonSchema): FormHints {
  if (input.sensitive !== true) return {}
  const isText = type === 'string' || (typeof type === 'object' && type.includes('string'))
  return {
    ...(isText && takesAsterisks(input) ? { 'ui:options': { field: 'Secret' } } : {}),
    'ui:backstage': { review: { show: false } },
  }
}

function takesAsterisks({
  'min-length': _,
  'max-length': __,
  'not-null': ___,
  ...input
}: BlueprintInput): boolean {
  return fromBlueprintRules(input).length === 0
}

function isPlainText({ type, enum: choices }: JsonSchema, hints: FormHints): boolean {
  const isText = type === 'string' || (typeof type === 'object' && type.includes('string'))
  return isText && choices === undefined && hints['ui:widget'] === undefined
}

function isLongText({ description = '' }: BlueprintInput): boolean {
  return /\bmulti-?line\b|\bheredoc\b|\buser[ _-]?data\b|\b(?:JSON|policy) document\b|\bPEM\b/i.test(
    description,
  )
}
