import { builtInRoles, trustWorkload } from '@groundplan/access'
import { InMemoryWorkloads } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import { startTokenIssuer } from '@groundplan/identity-provider'
import { afterEach, describe, expect, it } from 'vitest'
import { createReach } from './create-reach.ts'
import { createFindWorkloadCaller } from './find-workload-caller.ts'
import { token as accessToken, useHttpServer } from './http-server.fixture.ts'

const { ask, create } = useHttpServer()
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

const audience = 'https://groundplan.example'
const now = () => new Date()

/** A server that trusts jobs of one branch to start imports. */
async function start(reach: Parameters<typeof createReach>[0] = {}) {
  const issuer = await startTokenIssuer({
    sub: 'repo:bank/infra:ref:refs/heads/main',
    ref: 'refs/heads/main',
    aud: audience,
  })
  cleanups.push(() => issuer.close())
  const directory = new InMemoryWorkloads()
  const workloads = directory.ofSpace('default')
  await trustWorkload(
    {
      ...{ name: 'deploy', issuer: issuer.url, audience, permissions: ['imports.run'] },
      claims: { sub: 'repo:bank/infra:*', ref: 'refs/heads/main' },
    },
    { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] },
    { workloads, spaceId: 'default', now },
  )
  const findWorkloadCaller = createFindWorkloadCaller(directory, { now, reach: createReach(reach) })
  await create({ accessToken, findWorkloadCaller, limits: { failedSignInsPerMinute: 4 } }, { workloads })
  return issuer
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` })

describe('a token of another issuer', () => {
  it('does what the workload may, and nothing else', async () => {
    const { sign } = await start()
    const headers = bearer(await sign())
    expect((await ask('/trpc/about', headers)).json()).toMatchObject({
      result: {
        data: {
          user: 'workload repo:bank/infra:ref:refs/heads/main',
          permissions: ['imports.run', 'server.read'],
        },
      },
    })
    const payload = { repositories: [{ address: '/srv/modules' }] }
    expect((await ask('/trpc/imports.start', headers, { method: 'POST', payload })).statusCode).toBe(200)
    for (const path of ['tokens.list', 'workloads.list', 'members.list'])
      expect((await ask(`/trpc/${path}`, headers)).statusCode, path).toBe(403)
  })

  it('is refused if nobody trusts it, and then limited like wrong access tokens', async () => {
    const { sign } = await start()
    const [fork, branch, stale] = [{ sub: 'repo:eve/infra:x' }, { ref: 'refs/heads/x' }, { iat: 1, exp: 2 }]
    for (const claims of [fork, branch, stale, { aud: 'https://other.example' }]) {
      const refused = await ask('/trpc/about', bearer(await sign(claims)))
      expect(refused.statusCode).toBe(401)
      expect(refused.body).toContain('no space trusts')
    }
    expect((await ask('/trpc/about', bearer(await sign(fork)))).statusCode).toBe(429)
    expect((await ask('/trpc/about', bearer(await sign()))).statusCode).toBe(200)
  })

  it('leads a server that others use to no address of its own network', async () => {
    const { sign, requests } = await start({ remoteAccess: true })
    const answer = await ask('/trpc/about', bearer(await sign()))
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.body).toContain('GROUNDPLAN_ALLOWED_NETWORKS')
    expect(requests).toEqual([])
  })
})
