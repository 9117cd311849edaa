import { ExactNumber } from './exact-number.ts'

/** Plain data that is copied or kept as JSON, both of which lose the class of exact numbers. */
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

/** The original of a sealed value. Changes the given value (sealed, cloned or from JSON) in place. */
export function unseal<Value>({ value, exactNumbers }: Sealed<Value>): Value {
  for (const path of exactNumbers) {
    const key = path.at(-1)
    const parent = path.slice(0, -1).reduce<unknown>(ownProperty, value)
    if (key === undefined || typeof parent !== 'object' || parent === null) continue
    const found = ownProperty(parent, key) as string | { readonly digits: string }
    const digits = typeof found === 'string' ? found : found.digits
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
  // Without a list of pairs: this goes through everything that was read of every module.
  for (const key of Object.keys(value)) {
    const item: unknown = value[key as keyof typeof value]
    if (typeof item !== 'object' || item === null) continue
    path.push(key)
    findExactNumbers(item, path, found)
    path.pop()
  }
}

/** Keys come from users; `__proto__` must behave like any other key. */
function ownProperty(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value
}
