/**
 * A value as JSON with its keys in the order of their UTF-16 code units and without white space, so that equal values have equal texts
 * (RFC 8785). Keys whose value is undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const keys = Object.keys(value).toSorted((left, right) => (left < right ? -1 : 1))
  const members = keys.flatMap((key) => {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`]
  })
  return `{${members.join(',')}}`
}
