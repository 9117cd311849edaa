/**
 * References in expressions. An *expression* is what stands in `{{ … }}` or `{% … %}` (Liquid); a *reference* is a root such as
 * `inputs` or `grains` with the names behind it, in any of the forms that Torque reads: `.inputs.x`, `inputs.x`,
 * `.inputs["My name"]`, `.inputs.["My name"]`.
 */
export interface Reference {
  readonly root: string
  readonly names: readonly string[]
}

interface PlacedReference extends Reference {
  /** From the root's first character to the end of the last name, without the dot before the root. */
  readonly start: number
  readonly end: number
}

/** Lists all references in the expressions of a string, including single words such as `envId`. */
export function findReferences(text: string): readonly Reference[] {
  return findPlaced(text)
}

/** Replaces each reference with the result of `change`; `undefined` keeps it. */
export function rewriteReferences(
  text: string,
  change: (reference: Reference) => Reference | undefined,
): string {
  const parts: string[] = []
  let copied = 0
  for (const { start, end, ...reference } of findPlaced(text)) {
    const changed = change(reference)
    if (changed === undefined) continue
    parts.push(text.slice(copied, start), printReference(changed))
    copied = end
  }
  return parts.length === 0 ? text : [...parts, text.slice(copied)].join('')
}

/** The reference that is all there is in a text, as in `'{{ .inputs.x }}'`. */
export function onlyReference(text: string): Reference | undefined {
  const match = /^\s*\{\{-?\s*\.?(?=\w)/.exec(text)
  if (match === null) return undefined
  const [first] = findPlaced(text)
  if (first?.start !== match[0].length) return undefined
  return /^\s*-?\}\}\s*$/.test(text.slice(first.end)) ? first : undefined
}

/** True if Torque would evaluate the string. */
export function hasExpression(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

function printReference({ root, names }: Reference): string {
  return root + names.map(printName).join('')
}

function printName(name: string): string {
  if (/^[\w-]+$/.test(name)) return `.${name}`
  return name.includes('"') ? `.['${name}']` : `.["${name}"]`
}

function findPlaced(text: string): readonly PlacedReference[] {
  return expressionsIn(text).flatMap(({ start, end }) => {
    const found: PlacedReference[] = []
    const word = /"[^"]*"|'[^']*'|([A-Za-z_][\w-]*)/g
    const body = text.slice(start, end)
    for (let match = word.exec(body); match !== null; match = word.exec(body)) {
      const [, root] = match
      if (root === undefined) continue
      const { names, end: endOfNames } = readNames(body, word.lastIndex)
      found.push({ root, names, start: start + match.index, end: start + endOfNames })
      word.lastIndex = endOfNames
    }
    return found
  })
}

function readNames(body: string, start: number): { readonly names: readonly string[]; readonly end: number } {
  const step = /\.?\["([^"]*)"\]|\.?\['([^']*)'\]|\.([\w-]+)/y
  const names: string[] = []
  let end = start
  for (;;) {
    step.lastIndex = end
    const match = step.exec(body)
    if (match === null) return { names, end }
    names.push(match[1] ?? match[2] ?? match[3] ?? '')
    end = step.lastIndex
  }
}

/** The insides of `{{ … }}` and `{% … %}`. */
function expressionsIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  const opening = /\{[{%]/g
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = match.index + 2
    const end = text.indexOf(match[0] === '{{' ? '}}' : '%}', start)
    // Without an end here, a further opening of the other kind may still have one, but Liquid refuses such a text anyway.
    if (end === -1) break
    found.push({ start, end })
    opening.lastIndex = end + 2
  }
  return found
}
