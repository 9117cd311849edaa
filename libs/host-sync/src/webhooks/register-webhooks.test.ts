import { NotAllowedError } from '@groundplan/errors'
import type { WebhookRegistration } from '@groundplan/scm'
import { describe, expect, it } from 'vitest'
import { InMemoryWebhookStore } from './in-memory-webhook-store.ts'
import { registerWebhooks } from './register-webhooks.ts'

const registration = {
  url: 'https://g.example.com/webhooks/github',
  secret: 's3cret',
  purpose: 'source',
} as const

function createRegistrar() {
  const requests: WebhookRegistration[] = []
  const store = new InMemoryWebhookStore()
  let allowed = true
  let at = 0
  const webhooks = {
    async putWebhook(_: unknown, webhook: WebhookRegistration) {
      requests.push(webhook)
      if (!allowed) throw new NotAllowedError('The token may not do that.')
    },
  }
  const register = (webhook: WebhookRegistration = registration) =>
    registerWebhooks(
      [{ host: 'github', id: '42', repository: { owner: 'acme', name: 'x' }, webhooks, webhook }],
      { webhooks: store, now: () => new Date(at) },
    )
  return {
    ...{ requests, webhooks: store, register },
    allow: (value: boolean) => (allowed = value),
    passHours: (hours: number) => (at += hours * 3_600_000),
  }
}

describe('registerWebhooks', () => {
  it('asks once, and again when the address or the secret is another', async () => {
    const { register, requests } = createRegistrar()
    await register()
    await register()
    expect(requests).toHaveLength(1)
    await register({ ...registration, secret: 'other' })
    expect(requests).toHaveLength(2)
  })

  it('remembers no secret', async () => {
    const { register, webhooks } = createRegistrar()
    await register()
    expect(JSON.stringify(await webhooks.list())).not.toContain('s3cret')
  })

  it('notes a refusal, and tries again a day later', async () => {
    const { register, requests, allow, passHours } = createRegistrar()
    allow(false)
    expect((await register()).refusals).toEqual([
      'No webhook could be registered for acme/x, which is polled instead: The token may not do that.',
    ])
    expect((await register()).refusals).toEqual([])
    expect(requests).toHaveLength(1)
    allow(true)
    passHours(25)
    expect((await register()).refusals).toEqual([])
    expect(requests).toHaveLength(2)
  })
})
