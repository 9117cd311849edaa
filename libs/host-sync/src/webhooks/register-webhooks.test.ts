import { NotAllowedError } from '@groundplan/errors'
import { SideSteps } from '@groundplan/proposal'
import { InMemoryProblemStore } from '@groundplan/proposal/testing'
import type { RepositoryName, WebhookRegistration } from '@groundplan/scm'
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
  const asked: string[] = []
  const store = new InMemoryWebhookStore()
  let allowed = true
  let at = 0
  const webhooks = {
    async putWebhook({ name }: RepositoryName, webhook: WebhookRegistration) {
      requests.push(webhook)
      asked.push(name)
      if (!allowed) throw new NotAllowedError('The token may not do that.')
    },
  }
  const problems = new InMemoryProblemStore()
  const register = (webhook: WebhookRegistration = registration, names: readonly string[] = ['x']) => {
    const now = () => new Date((at += 1))
    const desired = names.map((name) => ({
      ...{ host: 'github', id: name, repository: { owner: 'acme', name }, webhooks, webhook },
    }))
    return registerWebhooks(desired, { webhooks: store, now, sideSteps: new SideSteps({ problems, now }) })
  }
  return {
    ...{ requests, asked, webhooks: store, register, problems },
    allow: (value: boolean) => (allowed = value),
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

  it('a refusal is a problem until the host takes the webhook', async () => {
    const { register, requests, allow, problems } = createRegistrar()
    allow(false)
    await register()
    await register()
    expect(await problems.list()).toMatchObject([{ subject: 'acme/x', reason: 'The token may not do that.' }])
    expect(requests).toHaveLength(2)
    allow(true)
    await register()
    expect(await problems.list()).toEqual([])
    await register()
    expect(requests).toHaveLength(3)
  })

  it('a refused one that was renamed is a problem under its new name, also if it is not tried', async () => {
    const { register, asked, allow, problems } = createRegistrar()
    allow(false)
    await register(registration, ['a', 'b'])
    await problems.remove({ kind: 'webhook', subject: 'acme/b', about: JSON.stringify(['github', 'b']) })
    await register(registration, ['a', 'b'])
    expect(asked.join('')).toBe('aba')
    expect((await problems.list()).map(({ subject }) => subject)).toEqual(['acme/a', 'acme/b'])
  })

  it('of those that were refused before it tries one, another one each time, and the others once that works', async () => {
    const { register, asked, allow, problems } = createRegistrar()
    allow(false)
    await register(registration, ['a', 'b', 'c'])
    await register(registration, ['a', 'b', 'c'])
    await register(registration, ['a', 'b', 'c'])
    expect(asked.join('')).toBe('abcab')
    allow(true)
    await register(registration, ['a', 'b', 'c'])
    expect(asked.join('')).toBe('abcabcab')
    expect(await problems.list()).toEqual([])
  })
})
