import { inspect } from 'node:util'

const redacted = '[redacted]'

/** Makes an object show `[redacted]` instead of these properties in logs, dumps and JSON. The properties stay readable. */
export function redact<Value extends object>(value: Value, keys: readonly (keyof Value)[]): Value {
  const show = () => {
    const shown = Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      keys.includes(key as keyof Value) && item !== undefined ? redacted : item,
    ])
    return Object.fromEntries(shown) as Record<string, unknown>
  }
  Object.defineProperty(value, inspect.custom, { value: show })
  Object.defineProperty(value, 'toJSON', { value: show })
  return value
}
