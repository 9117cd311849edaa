import { expect, test, vi } from 'vitest'
import { readConnectionFailure, toConnectionError } from './connection-failure.ts'
import { createHttpFetch } from './create-http-fetch.ts'

test('says of a port that is blocked that it is, at once', async () => {
  const wait = vi.fn(async () => {})
  const fetch = createHttpFetch({ service: 'localhost:4190', wait })
  await expect(fetch('http://localhost:4190/user')).rejects.toMatchObject({
    message:
      'Could not reach localhost:4190: this port is reserved for another protocol, so requests to it are blocked.',
    hint: expect.stringContaining('another port'),
    retryable: false,
  })
  expect(wait).not.toHaveBeenCalled()
})

test('names the innermost cause of a lost connection', () => {
  const thrown = new TypeError('fetch failed', { cause: new Error('other side closed') })
  expect(readConnectionFailure(thrown).reason).toBe('connection lost (other side closed)')
})

test('names the address of the API where it is another one than that of the service', () => {
  const failure = { reason: 'connection refused', unsent: true, retryable: true }
  const message = (service: string, host: string) =>
    toConnectionError(service, host, failure, new AbortController().signal).message
  expect(message('github.com', 'api.github.com')).toBe(
    'Could not reach github.com (api.github.com): connection refused.',
  )
  expect(message('git.acme.com', 'git.acme.com')).toBe('Could not reach git.acme.com: connection refused.')
})
