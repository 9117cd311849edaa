import { builtInRoles, createApiToken, revokeApiToken } from '@groundplan/access'
import { InMemoryApiTokenStore } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { HttpServerOptions } from '../create-http-server.ts'
import { createImportAddressCheck } from './create-import-address-check.ts'
import { basic, token, useHttpServer } from './http-server.fixture.ts'

const { ask, create } = useHttpServer()

describe('a token of a program', () => {
  const admin = { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] }
  const space = () => {
    const tokens = new InMemoryApiTokenStore()
    return { tokens, tokenDirectory: tokens, spaceId: 'default', now: () => new Date() }
  }
  const createWith = async (options: Partial<HttpServerOptions>, dependencies = space()) => {
    const request = { name: 'ci', permissions: ['imports.run'], days: 1 } as const
    const { token: created, secret } = await createApiToken(request, admin, dependencies)
    await create(options, dependencies)
    return { authorization: `Bearer ${secret}`, id: created.id, dependencies }
  }
  const startImport = (authorization: string, address = '/srv/modules') =>
    ask(
      '/trpc/imports.start',
      { authorization },
      { method: 'POST', payload: { repositories: [{ address }] } },
    )

  it.each([undefined, token])(
    'lets it do what it may, and nothing else, with access token %j',
    async (accessToken) => {
      const { authorization } = await createWith({ accessToken })
      expect((await startImport(authorization)).statusCode).toBe(200)
      const about = await ask('/trpc/about', { authorization })
      expect(about.json()).toMatchObject({ result: { data: { user: 'ci' } } })
      for (const path of ['proposals.list', 'catalog.list', 'tokens.list']) {
        const refused = await ask(`/trpc/${path}`, { authorization })
        expect(refused.statusCode, path).toBe(403)
        expect(refused.json()).toMatchObject({ error: { data: { errorCode: 'not-allowed' } } })
      }
      const asPassword = basic(`ada:${authorization.slice(7)}`)
      expect((await ask('/trpc/about', { authorization: asPassword })).statusCode).toBe(200)
    },
  )

  it.each([undefined, token])('is refused once it is revoked, with access token %j', async (accessToken) => {
    const { authorization, id, dependencies } = await createWith({ accessToken })
    await revokeApiToken(id, admin, dependencies)
    const limits = { failedSignInsPerMinute: 3 }
    await create({ accessToken, limits }, dependencies)
    const statuses = []
    for (let index = 0; index < 4; index += 1)
      statuses.push((await ask('/trpc/about', { authorization })).statusCode)
    expect(statuses).toEqual([401, 401, 401, 429])
    expect((await ask('/trpc/about', { authorization: 'Bearer groundplan_x' })).statusCode).toBe(429)
  })

  it('imports no folders of this machine, wherever the program runs', async () => {
    const { authorization } = await createWith({
      checkImportAddresses: createImportAddressCheck({
        config: { remoteAccess: true },
        spaceId: 'default',
        readHosts: async () => ({}),
      }),
    })
    expect((await startImport(authorization)).statusCode).toBe(403)
  })
})
