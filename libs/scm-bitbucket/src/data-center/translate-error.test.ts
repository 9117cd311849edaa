import { expect, test } from 'vitest'
import { translateError } from './translate-error.ts'

const reply = (exception: string, message: string) =>
  JSON.stringify({
    errors: [{ context: null, message, exceptionName: `com.atlassian.bitbucket.${exception}` }],
  })

test('takes a missing permission, which has status 401 as well, for no bad token', () => {
  const text = reply('AuthorisationException', 'You are not permitted to access this resource')
  const error = translateError({ subject: 'ACME/blueprints', status: 401, text })
  expect(error.message).toBe(
    'Bitbucket Data Center denied access to ACME/blueprints: You are not permitted to access this resource.',
  )
  expect(error.details).toEqual({ status: 403 })
})

test('says of a bad token that it is one', () => {
  const text = reply('auth.IncorrectPasswordAuthenticationException', 'Authentication failed.')
  const error = translateError({ subject: 'ACME/blueprints', status: 401, text })
  expect(error.details).toEqual({ status: 401, credentials: 'refused' })
})
