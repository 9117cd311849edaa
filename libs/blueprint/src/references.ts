/** What an expression such as `{{ .inputs.x }}` or `{{ .grains.g.outputs.o }}` refers to. */
export type Reference =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'grain-output'; readonly grain: string; readonly output: string }

const expression = /\{\{([\s\S]*?)\}\}/g
const input = /(?<![\w.-])\.?inputs\.(?:\["([^"\]]+)"\]|([\w-]+))/g
const grainOutput =
  /(?<![\w.-])\.?grains\.(?:\["([^"\]]+)"\]|([\w-]+))\.outputs\.(?:\["([^"\]]+)"\]|([\w-]+))/g

/** Every reference in every expression inside a value, at any depth. */
export function findReferences(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(findReferences)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(findReferences)
  if (typeof value !== 'string') return []
  return [...value.matchAll(expression)].flatMap(([, body = '']): Reference[] => [
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
