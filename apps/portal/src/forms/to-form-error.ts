import { visibleText } from '@groundplan/errors'
import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { visibleName } from '../layout/visible-name.ts'
import { childSchema } from './child-schema.ts'
import { describeViolation } from './describe-violation.ts'
import { humanLabel } from './human-label.ts'
import type { SchemaViolation } from './validate-values.ts'

/** A violation as the form takes it, in words and with the label of its field. */
export function toFormError(
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

// The author of an input says better than a pattern, or than alternatives, what is wanted.
function ownMessage({ path, keyword }: SchemaViolation, uiSchema?: UiSchema): string | undefined {
  const [input] = path
  if (
    !(keyword === 'pattern' || keyword === 'not') ||
    input === undefined ||
    uiSchema === undefined ||
    !Object.hasOwn(uiSchema, input)
  ) {
    return undefined
  }
  const help: unknown = uiSchema[input]?.['ui:help']
  return typeof help === 'string' && help.trim() !== '' ? help.trim() : undefined
}
