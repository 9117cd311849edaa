import { createHmac } from 'node:crypto'
import { InputError, NotAllowedError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import untypedExamples from './__fixtures__/webhook-examples.json' with { type: 'json' }
import { readWebhook } from './read-webhook.ts'

const examples = untypedExamples as unknown as readonly { name: string; examples: readonly unknown[] }[]
const secret = 'It is a secret'

async function read(event: string, payload: unknown) {
  const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'x-github-event': event,
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': `sha256=${signature}`,
  }
  return readWebhook({ headers, body }, [secret])
}

describe("GitHub's own examples", () => {
  it.each(examples.map(({ name, examples: payloads }) => ({ name, payloads })))(
    'of the event $name are read',
    async ({ name, payloads }) => {
      for (const payload of payloads) {
        const { id, event } = await read(name, payload)
        expect(id).toBe('72d3162e-cc78-11e3-81ab-4c9367dc0958')
        const concerns = ['push', 'pull_request', 'pull_request_review', 'pull_request_review_comment']
        if (concerns.includes(name)) expect(event).toMatchObject({ repository: { owner: 'Codertocat' } })
        else if (name === 'ping') expect(event).toEqual({ kind: 'ping' })
        else if (name !== 'issue_comment') expect(event).toEqual({ kind: 'other' })
      }
    },
  )
})

it('tells comments on pull requests from comments on issues', async () => {
  const repository = { name: 'network', owner: { login: 'acme' } }
  const onIssue = await read('issue_comment', { repository, issue: { number: 3 } })
  expect(onIssue.event).toEqual({ kind: 'other' })
  const issue = { number: 4, pull_request: { url: 'https://api.github.com/repos/acme/network/pulls/4' } }
  const onPullRequest = await read('issue_comment', { repository, issue })
  const name = { owner: 'acme', name: 'network' }
  expect(onPullRequest.event).toEqual({ kind: 'pull-request', repository: name, number: 4 })
})

it('refuses what is signed but not what it should be', async () => {
  await expect(read('push', '{')).rejects.toBeInstanceOf(InputError)
  await expect(read('push', 'payload=%7B%7D')).rejects.toThrow('not JSON')
  await expect(read('push', {})).rejects.toThrow('repository')
  const unsigned = { headers: { 'x-github-event': 'push' }, body: new Uint8Array() }
  await expect(readWebhook(unsigned, [secret])).rejects.toBeInstanceOf(NotAllowedError)
})
