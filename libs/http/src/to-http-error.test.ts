import { expect, it } from 'vitest'
import { isUncertain, toHttpError } from './to-http-error.ts'

const of = (status: number, message?: string) =>
  toHttpError({ service: 'GitHub', status, subject: 'acme/network', message, secrets: ['canary', ''] })

it.each([
  [401, 'not-allowed'],
  [403, 'not-allowed'],
  [451, 'not-allowed'],
  [404, 'not-found'],
  [410, 'not-found'],
  [405, 'conflict'],
  [409, 'conflict'],
  [412, 'conflict'],
  [400, 'input-invalid'],
  [413, 'input-invalid'],
  [422, 'input-invalid'],
  [408, 'external-service'],
  [429, 'external-service'],
  [500, 'external-service'],
  [304, 'external-service'],
])('status %i is of the family %s', (status, code) => {
  expect(of(status).code).toBe(code)
})

it('says what the service said, in one line, cut and without secrets', () => {
  expect(of(422, 'No commits\n  between\u0000main and main').message).toBe(
    'GitHub rejected the request for acme/network as invalid: No commits between main and main.',
  )
  expect(of(403, 'canary is not allowed!').message).toContain(': [redacted] is not allowed!')
  expect(of(500, 'x'.repeat(10_000)).message.length).toBeLessThan(600)
  expect(of(404).message).toBe('GitHub could not find acme/network, or the token has no access to it.')
})

it('only a failure of the service leaves open whether the request was carried out', () => {
  expect([408, 500, 502].map((status) => isUncertain(of(status)))).toEqual([true, true, true])
  expect([401, 404, 409, 422, 429].some((status) => isUncertain(of(status)))).toBe(false)
  expect(isUncertain(new Error('x'))).toBe(false)
})
