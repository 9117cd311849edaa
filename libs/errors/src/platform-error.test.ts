import { expect, test } from 'vitest'
import {
  CancelledError,
  ConflictError,
  ExternalServiceError,
  InputError,
  NotAllowedError,
  NotFoundError,
  PlatformError,
} from './platform-error.ts'

test('every family has its own code and its own name', () => {
  const errors = [
    new InputError('x'),
    new NotFoundError('x'),
    new ConflictError('x'),
    new NotAllowedError('x'),
    new CancelledError(),
    new ExternalServiceError('x', { service: 'git' }),
  ]
  expect(errors.map(({ code }) => code)).toEqual([
    'input-invalid',
    'not-found',
    'conflict',
    'not-allowed',
    'cancelled',
    'external-service',
  ])
  expect(new Set(errors.map(({ name }) => name)).size).toBe(errors.length)
  expect(errors.every((error) => error instanceof PlatformError)).toBe(true)
})

test('an error keeps its hint, its details and its cause', () => {
  const cause = new Error('below')
  const error = new InputError('Wrong.', { hint: 'Right it.', details: { field: 'a' }, cause })
  expect(error).toMatchObject({ message: 'Wrong.', hint: 'Right it.', details: { field: 'a' }, cause })
})

test('an error without a cause has none at all', () => {
  expect('cause' in new InputError('Wrong.')).toBe(false)
})

test('a failure of a service is not worth another try unless it says so', () => {
  expect(new ExternalServiceError('x', { service: 'git', status: 128 })).toMatchObject({
    service: 'git',
    status: 128,
    retryable: false,
  })
  expect(new ExternalServiceError('x', { service: 'github', retryable: true }).retryable).toBe(true)
})
