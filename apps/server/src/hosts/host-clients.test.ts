import { join } from 'node:path'
import { ExternalServiceError } from '@groundplan/errors'
import { startForge, type Forge } from '@groundplan/forge'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HostClients } from './host-clients.ts'
import { readHostSecrets } from './host-secrets.ts'
import { locateBlueprints } from './locate-blueprints.ts'
import { readImportConfiguration } from './read-import-configuration.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())
afterEach(() => forge.faults.inject(undefined))

/** A server whose configuration names another host than that of the blueprint repository, and can be read again and again. */
async function createServer(owner: string, token: string) {
  const { github, 'bitbucket-data-center': other } = forge.hosts
  const text = `version: 1\nhosts: { here: { kind: bitbucket-data-center, url: "${other.webUrl}", token: { env: GROUNDPLAN_SECRET_X } } }\nrepositories: [{ host: here, owner: ${owner} }]\n`
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'groundplan.yaml': text } })
  const clients = new HostClients()
  const blueprints = {
    ...({ address: `${github.webUrl}/${owner}/blueprints`, kind: 'github', apiUrl: github.apiUrl } as const),
    ...{ token: github.token, username: undefined, webhookSecret: undefined },
  }
  const home = join(await temporaryDirectory(), 'home')
  const { hosted, open } = await locateBlueprints({ home, blueprints }, clients)
  const repository = await open()
  const read = (secret = token) => {
    const secrets = readHostSecrets({
      GROUNDPLAN_SECRET_X: secret,
      GROUNDPLAN_SECRET_X_ORIGINS: new URL(other.webUrl).origin,
    })
    return readImportConfiguration({ repository, hosted, secrets, clients, now: () => new Date() })
  }
  /** What an import asks first. */
  const list = async (secret?: string) => {
    const [selection] = (await read(secret)).selections
    const { repositories } = (await selection?.openHost()) ?? {}
    return Array.fromAsync(repositories?.listRepositories(owner) ?? [])
  }
  return { list, read, hosted, repository }
}

/** Limits every request for an hour, and counts those that come all the same. */
function limit() {
  let requests = 0
  forge.faults.inject(({ kind }) => {
    if (kind !== 'api') return undefined
    requests += 1
    return { kind: 'status', status: 429, retryAfter: 3600, when: 'before' }
  })
  return { count: () => requests }
}

describe('the client of a host', () => {
  it('is limited for every operation once one has met the limit', async () => {
    const { list } = await createServer('LIMITED', forge.hosts['bitbucket-data-center'].token)
    const requests = limit()
    const first: unknown = await list().catch((error: unknown) => error)
    expect(first).toBeInstanceOf(ExternalServiceError)
    expect(first).toMatchObject({ details: { retryAt: expect.any(String) } })
    expect(requests.count()).toBe(1)
    const second: unknown = await list().catch((error: unknown) => error)
    expect(second).toMatchObject({ message: expect.stringContaining('rate limit'), retryable: true })
    expect(requests.count()).toBe(1)
  })

  it('is the same for imports, reviews and webhooks at the host of the blueprint repository', async () => {
    const { read, hosted } = await createServer('SHARED', forge.hosts['bitbucket-data-center'].token)
    const review = (await read()).host
    expect(review?.pullRequests).toBe(hosted?.host.pullRequests)
    const requests = limit()
    const name = { owner: 'SHARED', name: 'blueprints' }
    await expect(hosted?.host.repositories.getRepository(name)).rejects.toThrow('rate limit')
    const listed = (await read()).host?.pullRequests.listPullRequests(name, { status: 'open' })
    await expect(listed).rejects.toThrow('rate limit')
    expect(requests.count()).toBe(1)
  })

  it('is a new one once its credential has changed', async () => {
    const { token } = forge.hosts['bitbucket-data-center']
    const { list } = await createServer('CHANGED', 'refused')
    const requests = limit()
    await expect(list()).rejects.toThrow('rate limit')
    await expect(list(token)).rejects.toThrow('rate limit')
    expect(requests.count()).toBe(2)
    forge.faults.inject(undefined)
    await expect(list(token)).rejects.toThrow('rate limit')
    expect(requests.count()).toBe(2)
  })

  it('is a new one once its address has changed', async () => {
    const clients = new HostClients()
    const access = {
      kind: 'github',
      name: 'here',
      url: 'https://a.example.com',
      token: 'x',
      origins: [],
    } as const
    const first = await clients.open(access)
    expect(await clients.open({ ...access, origins: [] })).toBe(first)
    expect(await clients.open({ ...access, url: 'https://b.example.com' })).not.toBe(first)
    expect(await clients.open({ ...access, name: 'there' })).not.toBe(first)
  })
})
