import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import type { Finding } from '../finding.ts'
import { shorten } from './name-value.ts'

/** Finds expressions that YAML parsed as maps, with the intended text. */
export function findUnquotedExpressions(
  value: Json,
  path: readonly string[] = [],
): readonly (Finding & { readonly meant: string })[] {
  if (isJsonList(value))
    return value.flatMap((item, index) => findUnquotedExpressions(item, [...path, String(index)]))
  if (!isJsonObject(value)) return []
  const entries = Object.entries(value)
  const [[key, inner] = ['', undefined]] = entries
  if (entries.length === 1 && inner === null && /^\{ *\.?(?:inputs|grains|params)[.[]/.test(key)) {
    const meant = `{${key}}`
    const message = 'Unquoted expression: YAML reads it as a map.'
    return [{ rule: 'unquoted-expression', path, message, hint: `Quote it: '${shorten(meant)}'.`, meant }]
  }
  return entries.flatMap(([name, item]) => findUnquotedExpressions(item, [...path, name]))
}
