import {
  acceptsValue,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type JsonSchema,
} from '@groundplan/terraform-type'
import { displayName } from '../interface/display-name.ts'
import { anyField } from './any-field.ts'
import { booleanField, choiceField, choiceListField, isChoiceList } from './choice-fields.ts'
import { conditionalField, isConditional } from './conditional-field.ts'
import { hintAtDefault, isMap, settleDefault } from './form-default.ts'
import { ruleHints, rulesBelow } from './form-rules.ts'
import type { FieldScope, FormField, FormHints } from './form-scope.ts'
import { fromBlueprintRules } from '../rules.ts'
import { hideChoices } from './hide-choices.ts'

/**
 * One place of the form: the schema of a value as react-jsonschema-form shows it well, without any setting of the form, and
 * the hints that go with it. Accepts what the schema accepts, but for lists of given choices, in which none comes twice.
 */
export function toFormField(schema: JsonSchema, scope: FieldScope): FormField {
  const { schema: settled, hints } = settleDefault(hideChoices(schema), scope)
  const isToldDefault = Object.keys(hints).length > 0
  const field = fieldOfKind(settled, scope, isToldDefault)
  return { schema: field.schema, hints: joinHints(ruleHints(scope), field.hints, hints) }
}

function fieldOfKind(schema: JsonSchema, scope: FieldScope, isToldDefault: boolean): FormField {
  if (schema.type === undefined && schema.enum === undefined) {
    const field = anyField(schema, scope)
    return { schema: withEntryText(field.schema, scope), hints: field.hints }
  }
  const kind = kindOf(schema)
  if (kind === 'boolean') return booleanField(schema, scope)
  if (schema.enum !== undefined) return choiceField(schema)
  if (kind === 'string') return textField(schema, scope, isToldDefault)
  if (kind === 'number') return { schema, hints: cleared(schema.default) }
  const field =
    kind === 'array' && isChoiceList(schema, scope) ? choiceListField(schema) : branchField(schema, scope)
  return isConditional(schema, scope)
    ? conditionalField(field, isToldDefault ? 'Default' : 'Left out')
    : field
}

/**
 * Who clears a text means the empty text, where that is accepted and the field has not begun empty to say that a default
 * applies. Secrets are masked; multi-line text gets a text area.
 */
function textField(schema: JsonSchema, scope: FieldScope, isToldDefault: boolean): FormField {
  const isLong = typeof schema.default === 'string' && schema.default.includes('\n')
  const widget = scope.sensitive ? 'password' : isLong ? 'textarea' : undefined
  return {
    schema: withEntryText(schema, scope),
    hints: {
      ...(widget === undefined ? {} : { 'ui:widget': widget }),
      ...(!isToldDefault && takesEmptyText(scope) ? { 'ui:emptyValue': '' } : cleared(schema.default)),
    },
  }
}

/** What an empty field tells of the default that then applies. */
function cleared(value: Json | undefined): FormHints {
  return value === undefined || value === null ? {} : hintAtDefault(value)
}

function takesEmptyText({ rules }: FieldScope): boolean {
  const constraints = rules.flatMap(({ steps, rules }) =>
    steps.length === 0 ? fromBlueprintRules(rules) : [],
  )
  return acceptsValue({ kind: 'string' }, '', { constraints })
}

/** A new entry of a map begins empty instead of with a placeholder that people may leave there. */
function withEntryText(schema: JsonSchema, { place }: FieldScope): JsonSchema {
  return place === 'entry' && schema.default === undefined ? { ...schema, default: '' } : schema
}

function branchField(schema: JsonSchema, outer: FieldScope): FormField {
  const given = schema.default === undefined ? outer.given : [...outer.given, schema.default]
  const scope = { ...outer, given: given.filter((value) => value !== null), message: undefined }
  const { properties, items, additionalProperties } = schema
  if (properties !== undefined) return objectField(schema, properties, scope)
  if (isSchemaList(items)) return tupleField(schema, items, scope)
  // Forms require the item type even for lists that must be empty.
  if (schema.maxItems === 0) return { schema: { ...schema, items: { type: 'string' } }, hints: {} }
  if (items !== undefined) {
    const item = toFormField(items, {
      ...elementScope(scope, 'item'),
      given: scope.given.flatMap(elementsOf),
    })
    return { schema: { ...schema, items: item.schema }, hints: nest('items', item.hints) }
  }
  if (additionalProperties === undefined || additionalProperties === false) return { schema, hints: {} }
  const entry = toFormField(additionalProperties === true ? {} : additionalProperties, {
    ...elementScope(scope, 'entry'),
    given: scope.given.flatMap((value) => (isJsonObject(value) ? Object.values(value) : [])),
  })
  return {
    schema: { ...schema, additionalProperties: withEntryDefault(entry.schema) },
    hints: nest('additionalProperties', entry.hints),
  }
}

function objectField(
  schema: JsonSchema,
  properties: NonNullable<JsonSchema['properties']>,
  scope: FieldScope,
): FormField {
  const fields = Object.entries(properties).map(([name, property]) => {
    const given = scope.given.flatMap((value) =>
      isJsonObject(value) && Object.hasOwn(value, name) ? [value[name] as Json] : [],
    )
    const required = schema.required?.includes(name) === true
    const inner = {
      ...scope,
      place: 'property',
      required,
      given,
      rules: rulesBelow(scope.rules, name),
    } as const
    const { schema: settled, hints } = toFormField(property, inner)
    // Version 5 fills in empty maps where a choice is filled in.
    const omitting = required || !isMap(property) ? {} : { 'ui:omitEmpty': true }
    return [name, { schema: settled, hints: { ...hints, ...omitting } }] as const
  })
  return {
    schema: {
      ...schema,
      properties: Object.fromEntries(
        fields.map(([name, field]) => [name, { title: displayName(name), ...field.schema }] as const),
      ),
    },
    hints: Object.fromEntries(fields.flatMap(([name, { hints }]) => Object.entries(nest(name, hints)))),
  }
}

function tupleField(schema: JsonSchema, items: readonly JsonSchema[], scope: FieldScope): FormField {
  const fields = items.map((item, index) => {
    const given = scope.given.flatMap((value) => elementsOf(value).slice(index, index + 1))
    return toFormField(item, { ...elementScope(scope, 'item'), given, rules: [] })
  })
  const hasHints = fields.some(({ hints }) => Object.keys(hints).length > 0)
  return {
    schema: { ...schema, items: fields.map((field) => field.schema) },
    hints: hasHints ? { items: fields.map(({ hints }) => hints) } : {},
  }
}

function elementScope(scope: FieldScope, place: FieldScope['place']): FieldScope {
  return { ...scope, place, required: true, rules: rulesBelow(scope.rules, '*') }
}

/**
 * A new entry of a map begins with the defaults of its fields, as a new item of a list does by itself. Where null is accepted too,
 * react-jsonschema-form would begin it with a text.
 */
function withEntryDefault(schema: JsonSchema): JsonSchema {
  if (schema.default !== undefined || schema.enum !== undefined) return schema
  const begun = beginEntry(kindOf(schema), schema)
  if (begun === undefined) return schema
  const isUsual = !isJsonObject(begun) || Object.keys(begun).length === 0
  return isUsual && typeof schema.type === 'string' ? schema : { ...schema, default: begun }
}

function beginEntry(kind: string | undefined, schema: JsonSchema): Json | undefined {
  if (kind === 'object') return beginObject(schema)
  if (kind === 'array') return []
  if (kind === 'number') return 0
  return kind === 'boolean' ? false : undefined
}

/** What its fields show while nobody has touched them: required lists and maps are empty, not missing. */
function beginObject({ properties = {}, required = [] }: JsonSchema): JsonObject {
  const begun = Object.entries(properties).flatMap(([name, property]) => {
    const value = property.default ?? (required.includes(name) ? beginEmpty(property) : undefined)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(begun)
}

function beginEmpty(schema: JsonSchema): Json | undefined {
  if (schema.type === 'array') return isSchemaList(schema.items) ? undefined : []
  return schema.type === 'object' ? beginObject(schema) : undefined
}

/** Later hints override earlier ones, but all help texts are kept. */
function joinHints(...all: readonly FormHints[]): FormHints {
  const help = all.flatMap((hints) => (typeof hints['ui:help'] === 'string' ? [hints['ui:help']] : []))
  return Object.assign({}, ...all, help.length === 0 ? {} : { 'ui:help': help.join('\n') }) as FormHints
}

function nest(name: string, hints: FormHints): FormHints {
  return Object.keys(hints).length === 0 ? {} : Object.fromEntries([[name, hints]])
}

function elementsOf(value: Json): readonly Json[] {
  return isJsonList(value) ? value : []
}

function kindOf({ type }: JsonSchema): string | undefined {
  return typeof type === 'string' ? type : type?.find((name) => name !== 'null')
}

function isSchemaList(items: JsonSchema['items']): items is readonly JsonSchema[] {
  return Array.isArray(items)
}
