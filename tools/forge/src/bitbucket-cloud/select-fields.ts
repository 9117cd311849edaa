/**
 * Leaves of a reply what `fields` names (https://developer.atlassian.com/cloud/bitbucket/rest/intro/#partial-response); the
 * stand-in speaks neither `+` nor `-`.
 */
export function selectFields(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => selectFields(item, fields))
  if (typeof value !== 'object' || value === null) return value
  const chosen = Object.entries(value).flatMap(([name, inner]) => {
    if (fields.includes(name)) return [[name, inner] as const]
    const below = fields.flatMap((field) =>
      field.startsWith(`${name}.`) ? field.slice(name.length + 1) : [],
    )
    return below.length === 0 ? [] : [[name, selectFields(inner, below)] as const]
  })
  return Object.fromEntries(chosen)
}
