import { NotAllowedError } from '@groundplan/errors'
import { tokenHint } from '@groundplan/scm'

/** A port of a host whose errors about a refused token name the variable that holds it. */
export function withTokenHint<Port extends object>(port: Port, variable: string): Port {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...parameters: readonly unknown[]): unknown => {
        const result: unknown = value.apply(target, parameters)
        return result instanceof Promise
          ? result.catch((error: unknown) => Promise.reject(withHint(error, variable)))
          : result
      }
    },
  })
}

function withHint(error: unknown, variable: string): unknown {
  if (!(error instanceof NotAllowedError) || error.details?.['credentials'] !== 'refused') return error
  const { message, details, cause } = error
  return new NotAllowedError(message, { hint: tokenHint(variable), details, cause })
}
