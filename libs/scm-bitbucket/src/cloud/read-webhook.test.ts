import { createHmac } from 'node:crypto'
import { InputError, NotAllowedError } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { readWebhook } from './read-webhook.ts'

const secret = 'secret'

function deliver(event: string, payload: unknown, key = secret) {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  const headers = {
    'x-event-key': event,
    'x-request-uuid': 'request-1',
    'x-hook-uuid': 'hook-1',
    'x-hub-signature': signature,
  }
  return readWebhook({ headers, body }, ['older', secret])
}

const repository = { full_name: 'acme/network' }
const name = { owner: 'acme', name: 'network' }

it('tells of pushes and of whatever happens to a pull request', async () => {
  expect(await deliver('repo:push', { repository, push: { changes: [] } })).toEqual({
    id: 'request-1',
    event: { kind: 'push', repository: name },
  })
  const pullrequest = { id: 3, source: { branch: { name: 'groundplan/vpc' } } }
  const { event } = await deliver('pullrequest:comment_created', { repository, pullrequest })
  expect(event).toEqual({ kind: 'pull-request', repository: name, number: 3, branch: 'groundplan/vpc' })
})

it('has no concern with the rest', async () => {
  expect((await deliver('repo:fork', {})).event).toEqual({ kind: 'other' })
})

it('reads nothing that is not signed with one of the secrets', async () => {
  await expect(deliver('repo:push', { repository }, 'wrong')).rejects.toBeInstanceOf(NotAllowedError)
})

it('refuses what is signed but not what the host describes', async () => {
  await expect(deliver('repo:push', '{')).rejects.toBeInstanceOf(InputError)
  await expect(deliver('pullrequest:created', { repository })).rejects.toBeInstanceOf(InputError)
})
