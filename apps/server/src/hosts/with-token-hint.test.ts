import { NotAllowedError } from '@groundplan/errors'
import { expect, test } from 'vitest'
import { withTokenHint } from './with-token-hint.ts'

test('an error about a refused token names the variable to change; others stay as they are', async () => {
  const refused = new NotAllowedError('GitHub rejected the token.', {
    hint: 'Set a new token.',
    details: { status: 401, credentials: 'refused' },
  })
  const denied = new NotAllowedError('GitHub denied access.', { hint: 'Check it.', details: { status: 403 } })
  const port = withTokenHint(
    { size: 1, fail: (error: Error) => Promise.reject(error), ask: async () => 'yes' },
    'GROUNDPLAN_SECRET_GITHUB',
  )
  await expect(port.fail(refused)).rejects.toMatchObject({
    message: 'GitHub rejected the token.',
    hint: "Set GROUNDPLAN_SECRET_GITHUB in the server's environment to a valid token and restart the server.",
    details: { credentials: 'refused' },
  })
  await expect(port.fail(denied)).rejects.toBe(denied)
  expect([port.size, await port.ask()]).toEqual([1, 'yes'])
})
