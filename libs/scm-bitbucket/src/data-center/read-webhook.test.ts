import { createHmac } from 'node:crypto'
import { InputError, NotAllowedError } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { readWebhook } from './read-webhook.ts'

const secret = 'secret'

function deliver(event: string, payload: unknown, key = secret) {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  const headers = { 'x-event-key': event, 'x-request-id': 'request-1', 'x-hub-signature': signature }
  return readWebhook({ headers, body }, ['older', secret])
}

const repository = { slug: 'network', project: { key: 'ACME' } }
const name = { owner: 'ACME', name: 'network' }

it('tells of pushes and of whatever happens to a pull request', async () => {
  expect(await deliver('repo:refs_changed', { repository, changes: [] })).toEqual({
    id: 'request-1',
    event: { kind: 'push', repository: name },
  })
  const pullRequest = { id: 3, fromRef: { displayId: 'groundplan/vpc' }, toRef: { repository } }
  const { event } = await deliver('pr:comment:added', { pullRequest })
  expect(event).toEqual({ kind: 'pull-request', repository: name, number: 3, branch: 'groundplan/vpc' })
})

it('answers the test of a connection, and has no concern with the rest', async () => {
  expect((await deliver('diagnostics:ping', { test: true })).event).toEqual({ kind: 'ping' })
  expect((await deliver('repo:forked', {})).event).toEqual({ kind: 'other' })
})

it('reads nothing that is not signed with one of the secrets', async () => {
  await expect(deliver('repo:refs_changed', { repository }, 'wrong')).rejects.toBeInstanceOf(NotAllowedError)
})

it('refuses what is signed but not what the host describes', async () => {
  await expect(deliver('repo:refs_changed', '{')).rejects.toBeInstanceOf(InputError)
  await expect(deliver('pr:opened', { repository })).rejects.toBeInstanceOf(InputError)
})
