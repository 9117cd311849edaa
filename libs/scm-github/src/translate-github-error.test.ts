import { inspect } from 'node:util'
import { ExternalServiceError, NotFoundError } from '@groundplan/errors'
import { RequestError } from '@octokit/request-error'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { translateGithubError } from './translate-github-error.ts'

const request = {
  method: 'POST',
  url: 'https://api.github.com/repos/acme/network/hooks',
  headers: { authorization: 'Bearer canary' },
  body: JSON.stringify({ config: { secret: 'canary' } }),
} as const
const failed = { subject: 'acme/network', secrets: ['canary'] }

function answered(status: number, data: unknown) {
  const response = { status, url: request.url, headers: {}, data }
  return translateGithubError(new RequestError('canary', status, { request, response }), failed)
}

it.each([
  [
    422,
    { message: 'Validation Failed', errors: [{ message: 'A pull request already exists for acme:x.' }] },
    'conflict',
  ],
  [422, { message: 'Validation Failed', errors: [{ message: 'No commits between main and x' }] }, 'conflict'],
  [422, { message: 'Validation Failed', errors: [{ field: 'head', code: 'invalid' }] }, 'input-invalid'],
  [
    422,
    { message: 'Validation Failed', errors: ['body is too long (maximum is 65536 characters)'] },
    'input-invalid',
  ],
  [405, { message: 'Pull Request is not mergeable' }, 'conflict'],
  [409, { message: 'Head branch was modified. Review and try the merge again.' }, 'conflict'],
  [403, { message: 'Resource not accessible by personal access token' }, 'not-allowed'],
  [404, { message: 'Not Found' }, 'not-found'],
  [502, '<html>', 'external-service'],
])('an answer %i %j is of the family %s', (status, data, code) => {
  expect(answered(status, data).code).toBe(code)
})

it('says what GitHub says, in full', () => {
  const data = {
    message: 'Validation Failed',
    errors: [{ resource: 'PullRequest', field: 'head', code: 'invalid' }],
  }
  expect(answered(422, data).message).toBe(
    'GitHub rejected the request for acme/network as invalid: Validation Failed: head invalid.',
  )
})

it('lets errors of ours through, also those that Octokit has wrapped', () => {
  const ours = new NotFoundError('Nothing.')
  expect(translateGithubError(ours, failed)).toBe(ours)
  const lost = new ExternalServiceError('Lost.', { service: 'GitHub', retryable: true })
  const wrapped = Object.assign(new RequestError('Lost.', 500, { request }), { cause: lost })
  expect(translateGithubError(wrapped, failed)).toBe(lost)
})

it('never shows what was sent', () => {
  const data = fc.oneof(fc.jsonValue(), fc.record({ message: fc.constant('canary'), errors: fc.jsonValue() }))
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), data, (status, body) => {
      const error = answered(status, body)
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary')
    }),
  )
  const thrown = translateGithubError(new TypeError('canary'), failed)
  expect(inspect(thrown, { depth: 10, showHidden: true })).not.toContain('canary')
})
