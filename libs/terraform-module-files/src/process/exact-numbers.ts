import { ExactNumber } from '@groundplan/terraform-type'

/** Plain data on its way to another process, which would take away the class of exact numbers. */
export interface Sealed<Value> {
  readonly value: Value
  /** Where in the value its exact numbers are. */
  readonly exactNumbers: readonly NumberPath[]
}

type NumberPath = readonly string[]

export function seal<Value>(value: Value): Sealed<Value> {
  const exactNumbers: NumberPath[] = []
  findExactNumbers(value, [], exactNumbers)
  return { value, exactNumbers }
}

/** The value as it was sealed; changes the copy in place. */
export function unseal<Value>({ value, exactNumbers }: Sealed<Value>): Value {
  for (const path of exactNumbers) {
    const key = path.at(-1)
    const parent = path.slice(0, -1).reduce<unknown>(ownProperty, value)
    if (key === undefined || typeof parent !== 'object' || parent === null) continue
    const { digits } = ownProperty(parent, key) as { readonly digits: string }
    Object.defineProperty(parent, key, { value: new ExactNumber(digits), enumerable: true })
  }
  return value
}

/** `path` is where the value is, and changes on the way. */
function findExactNumbers(value: unknown, path: string[], found: NumberPath[]): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Map) return
  if (value instanceof ExactNumber) {
    found.push([...path])
    return
  }
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'object' || item === null) continue
    path.push(key)
    findExactNumbers(item, path, found)
    path.pop()
  }
}

/** Keys are what people wrote; `__proto__` among them is one like any other. */
function ownProperty(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value
}
