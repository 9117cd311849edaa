import { expect, test } from 'vitest'
import { NotFoundError } from './platform-error.ts'
import { errorMessage, toPlatformError } from './to-error.ts'

test('an error of ours stays the same object', () => {
  const error = new NotFoundError('Nothing here.')
  expect(toPlatformError(error)).toBe(error)
})

test('anything else becomes an internal error that keeps what was thrown', () => {
  const thrown = new TypeError('x is undefined')
  expect(toPlatformError(thrown)).toMatchObject({
    code: 'internal',
    message: 'x is undefined',
    cause: thrown,
  })
})

test('whatever can be thrown has a message', () => {
  expect(errorMessage('text')).toBe('text')
  expect(errorMessage(undefined)).toBe('undefined')
  expect(errorMessage(Symbol('s'))).toBe('Symbol(s)')
  expect(errorMessage(Object.create(null))).toBe('[object Object]')
})
