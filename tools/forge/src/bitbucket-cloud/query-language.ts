import { Refusal } from '../model/refusal.ts'

/** One term: a field, how it is compared, and with what. */
export interface QueryTerm {
  readonly field: string
  readonly operator: '=' | '>=' | '>'
  readonly value: string
}

/** `a.b="x" AND c>=2015-03-04T14:08:59+02:00`, of the language in https://developer.atlassian.com/cloud/bitbucket/rest/intro/#filtering. */
export function parseQuery(text: string | null): readonly QueryTerm[] {
  const terms: QueryTerm[] = []
  if (text === null) return terms
  const term = /\s*([\w.]+)\s*(=|>=|>)\s*(?:"((?:[^"\\]|\\.)*)"|([-+:.\dT]+))\s*(?:AND\b|$)/y
  while (term.lastIndex < text.length) {
    const [, field = '', operator = '', quoted, time = ''] = term.exec(text) ?? []
    if (field === '') throw new Refusal('invalid', { message: `Invalid query: ${text}` })
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? time
    terms.push({ field, operator: operator as QueryTerm['operator'], value })
  }
  return terms
}
