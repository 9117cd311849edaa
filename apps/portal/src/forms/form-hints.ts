import type { RJSFSchema, UiSchema } from '@rjsf/utils'

/** The server's hints and those that only this form needs: texts of several lines get room. */
export function formHints(schema: RJSFSchema, hints: UiSchema): UiSchema {
  const added = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const own: UiSchema = Object.hasOwn(hints, name) ? hints[name] : {}
    if (typeof property !== 'object' || own['ui:widget'] !== undefined) return []
    const isLong = typeof property.default === 'string' && property.default.includes('\n')
    return isLong ? [[name, { ...own, 'ui:widget': 'textarea' }] as const] : []
  })
  return { ...hints, ...Object.fromEntries(added) }
}
