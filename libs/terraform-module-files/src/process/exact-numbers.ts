import { ExactNumber } from '@groundplan/terraform-type'

/** Where in a value an exact number is. */
export type NumberPath = readonly string[]

/** The places of all exact numbers in plain data. Copies between processes lose their class. */
export function findExactNumbers(value: unknown, path: NumberPath = []): readonly NumberPath[] {
  if (typeof value !== 'object' || value === null) return []
  if (value instanceof ExactNumber) return [path]
  return Object.entries(value).flatMap(([key, item]) => findExactNumbers(item, [...path, key]))
}

/** Makes exact numbers again of their copies, in place. */
export function restoreExactNumbers(value: object, paths: readonly NumberPath[]): void {
  for (const path of paths) {
    const key = path.at(-1)
    const parent = path.slice(0, -1).reduce(ownProperty, value)
    if (key === undefined || typeof parent !== 'object' || parent === null) continue
    const { digits } = ownProperty(parent, key) as { readonly digits: string }
    Object.defineProperty(parent, key, { value: new ExactNumber(digits), enumerable: true })
  }
}

/** Keys are what people wrote; `__proto__` among them is one like any other. */
function ownProperty(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value
}
