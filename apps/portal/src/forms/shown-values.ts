import type { RJSFSchema } from '@rjsf/utils'
import { toExactValues } from './exact-values.ts'
import { withoutUndefined } from './without-undefined.ts'

/** What stands in place of a secret. */
export const hiddenValue = '(sensitive, not shown)'

/** The form's values to show and to copy: nothing of what is marked as sensitive. */
export function shownValues(schema: RJSFSchema, values: unknown): Readonly<Record<string, unknown>> {
  const plain = toExactValues(schema, withoutUndefined(values))
  if (typeof plain !== 'object' || plain === null) return {}
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, isSensitive(schema, name) ? hiddenValue : value]),
  )
}

function isSensitive({ properties = {} }: RJSFSchema, name: string): boolean {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined
  return typeof property === 'object' && property.writeOnly === true
}
