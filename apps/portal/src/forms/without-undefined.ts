/**
 * The same value as JSON has it: properties without a value are gone, and elements without one are null. Forms keep them
 * while people type; a schema knows no such thing.
 */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => withoutUndefined(element) ?? null)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([, property]) => property !== undefined)
    .map(([key, property]) => [key, withoutUndefined(property)] as const)
  return Object.fromEntries(entries)
}
