import { visibleText } from '@groundplan/errors'
import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { visibleName } from '../layout/visible-name.ts'
import { childSchema } from './child-schema.ts'
import { describeViolation } from './describe-violation.ts'
import { humanLabel } from './human-label.ts'
import type { SchemaViolation } from './validate-values.ts'

/** The violations as the form takes them. What an author says of several rules is told once for each field. */
export function toFormErrors(
  violations: readonly SchemaViolation[],
  schema: RJSFSchema,
  uiSchema?: UiSchema,
): RJSFValidationError[] {
  const errors = violations.map((violation) => toFormError(violation, schema, uiSchema))
  return [...new Map(errors.map((error) => [`${error.property}\n${error.stack}`, error])).values()]
}

/** A violation as the form takes it, in words and with the label of its field. */
function toFormError(
  violation: SchemaViolation,
  schema: RJSFSchema,
  uiSchema?: UiSchema,
): RJSFValidationError {
  const { path, keyword, limit } = violation
  const message = visibleText(ownMessage(violation, uiSchema) ?? describeViolation(violation), {
    lines: true,
  })
  const label = visibleName(fieldLabel(schema, path))
  return {
    name: keyword,
    message,
    params: { limit, path },
    property: path.map((part) => `['${part.replaceAll("'", "\\'")}']`).join(''),
    stack: label === '' ? message : `${label}: ${message}`,
  }
}

/** The label of the field at a path, as people see it in the form. */
export function fieldLabel(schema: RJSFSchema, path: readonly string[]): string {
  const labels: string[] = []
  let parent: unknown = schema
  for (const part of path) {
    const current = childSchema(parent, part)
    labels.push(titleOf(current) ?? labelWithin(parent, part))
    parent = current
  }
  return labels.join(' › ')
}

function titleOf(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || !('title' in schema)) return undefined
  return typeof schema.title === 'string' && schema.title !== '' ? schema.title : undefined
}

function labelWithin(parent: unknown, part: string): string {
  if (typeof parent !== 'object' || parent === null) return part
  if ('items' in parent && /^\d+$/.test(part)) return `item ${Number(part) + 1}`
  const { properties = {} } = parent as RJSFSchema
  // Keys of a map are people's own.
  return Object.hasOwn(properties, part) ? humanLabel(part) : part
}

/** What these say is plain by itself, and the author does not mean it. */
const plainKeywords = new Set(['required', 'type', 'false'])

// The author of an input says better than its rules what is wanted.
function ownMessage({ path, keyword }: SchemaViolation, uiSchema?: UiSchema): string | undefined {
  const [input] = path
  if (plainKeywords.has(keyword) || input === undefined || uiSchema === undefined) return undefined
  const message: unknown = Object.hasOwn(uiSchema, input) ? uiSchema[input]?.['ui:message'] : undefined
  return typeof message === 'string' && message.trim() !== '' ? message.trim() : undefined
}
