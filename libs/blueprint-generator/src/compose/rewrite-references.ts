import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'

/** The replacement in the composed blueprint for a part's references. */
export type Replacement =
  /** An expression without its braces, e.g. `.inputs.region`. */
  | { readonly kind: 'expression'; readonly body: string }
  /** Any value; valid only as the whole expression. */
  | { readonly kind: 'value'; readonly value: Json }

export interface Replacements {
  /** Keyed by the part's name for the input; `undefined` leaves the reference unchanged. */
  input(name: string): Replacement | undefined
  /** New name of a grain. */
  grain(name: string): string
}

const name = String.raw`(?:\["([^"\]]+)"\]|([\w-]+))`
const reference = new RegExp(String.raw`(?<![\w.-])\.?(inputs|grains)\.${name}`, 'g')
const wholeReference = new RegExp(String.raw`^\{\{-?\s*\.?inputs\.${name}\s*-?\}\}$`)

/** The input's name if the text is a single reference to it. */
export function findWholeInput(text: string): string | undefined {
  const match = wholeReference.exec(text.trim())
  return match?.[1] ?? match?.[2]
}

/** The content of `{{ }}` if the text is a single expression. */
export function findWholeExpression(text: string): string | undefined {
  const trimmed = text.trim()
  const isWhole =
    trimmed.startsWith('{{') && trimmed.endsWith('}}') && trimmed.indexOf('}}') === trimmed.length - 2
  return isWhole ? trimmed.slice(2, -2).trim() : undefined
}

/** The same value with every reference in it replaced, at any depth. */
export function rewriteReferences(value: Json, replacements: Replacements): Json {
  if (isJsonList(value)) return value.map((item) => rewriteReferences(item, replacements))
  if (isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, rewriteReferences(item, replacements)]),
    )
  return typeof value === 'string' ? rewriteText(value, replacements) : value
}

function rewriteText(text: string, replacements: Replacements): Json {
  const whole = findWholeInput(text)
  const replacement = whole === undefined ? undefined : replacements.input(whole)
  if (replacement?.kind === 'value') return replacement.value
  return mapExpressions(text, (body) => rewriteExpression(body, replacements))
}

function rewriteExpression(body: string, replacements: Replacements): string {
  return body.replace(reference, (match, kind: string, quoted?: string, plain?: string) => {
    const key = quoted ?? plain ?? ''
    if (kind === 'grains') return `.grains.${printKey(replacements.grain(key))}`
    const replacement = replacements.input(key)
    return replacement?.kind === 'expression' ? replacement.body : match
  })
}

/** Rewrites the content of each `{{ }}` in linear time. */
function mapExpressions(text: string, change: (body: string) => string): string {
  let result = ''
  let rest = 0
  for (;;) {
    const start = text.indexOf('{{', rest)
    const end = start === -1 ? -1 : text.indexOf('}}', start + 2)
    if (end === -1) return result + text.slice(rest)
    result += `${text.slice(rest, start)}{{${change(text.slice(start + 2, end))}}}`
    rest = end + 2
  }
}

/** Each referenced input, and whether every reference is a whole expression. */
export function listInputUses(value: Json, uses = new Map<string, boolean>()): ReadonlyMap<string, boolean> {
  if (isJsonList(value)) for (const item of value) listInputUses(item, uses)
  else if (isJsonObject(value)) for (const item of Object.values(value)) listInputUses(item, uses)
  else if (typeof value === 'string') {
    const isWhole = findWholeInput(value) !== undefined
    mapExpressions(value, (body) => {
      for (const [, kind, quoted, plain] of body.matchAll(reference)) {
        const key = quoted ?? plain ?? ''
        if (kind === 'inputs') uses.set(key, isWhole && uses.get(key) !== false)
      }
      return body
    })
  }
  return uses
}

/** A name inside an expression; unusual ones are quoted. */
export function printKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `["${key}"]`
}
