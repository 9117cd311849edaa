import { Refusal } from '../model/refusal.ts'

/** `a.b="x" AND c="y"`, of the language in https://developer.atlassian.com/cloud/bitbucket/rest/intro/#filtering. */
export function parseQuery(text: string | null): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (text === null) return found
  const term = /\s*([\w.]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(AND|$)/y
  while (term.lastIndex < text.length) {
    const [, field = '', value = ''] = term.exec(text) ?? []
    if (field === '') throw new Refusal('invalid', { message: `Invalid query: ${text}` })
    found.set(field, value.replaceAll(/\\(.)/g, '$1'))
  }
  return found
}
