/** What an expression such as `{{ .inputs.x }}` or `{{ .grains.g.outputs.o }}` refers to. */
export type Reference =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'grain-output'; readonly grain: string; readonly output: string }

const input = /(?<![\w.-])\.?inputs\.(?:\["([^"\]]+)"\]|([\w-]+))/g
const grainOutput =
  /(?<![\w.-])\.?grains\.(?:\["([^"\]]+)"\]|([\w-]+))\.outputs\.(?:\["([^"\]]+)"\]|([\w-]+))/g

/** Every reference in every expression inside a value, at any depth. */
export function findReferences(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(findReferences)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(findReferences)
  if (typeof value !== 'string') return []
  return expressionsIn(value).flatMap((body): Reference[] => [
    ...[...body.matchAll(input)].map((match) => ({
      kind: 'input' as const,
      name: match[1] ?? match[2] ?? '',
    })),
    ...[...body.matchAll(grainOutput)].map((match) => ({
      kind: 'grain-output' as const,
      grain: match[1] ?? match[2] ?? '',
      output: match[3] ?? match[4] ?? '',
    })),
  ])
}

/** What stands between `{{` and `}}`, as often as there is. */
function expressionsIn(text: string): readonly string[] {
  const bodies: string[] = []
  let start = text.indexOf('{{')
  while (start !== -1) {
    const end = text.indexOf('}}', start + 2)
    if (end === -1) break
    bodies.push(text.slice(start + 2, end))
    start = text.indexOf('{{', end + 2)
  }
  return bodies
}
