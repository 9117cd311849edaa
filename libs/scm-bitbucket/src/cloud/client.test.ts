import { CancelledError, NotAllowedError } from '@groundplan/errors'
import { fixedToken } from '@groundplan/http'
import { expect, it } from 'vitest'
import type { BitbucketCloudAuthentication } from './bitbucket-cloud-options.ts'
import { BitbucketCloudHost } from './bitbucket-cloud-host.ts'

const repository = { owner: 'acme', name: 'network' }
const accessToken = { kind: 'access-token', token: 'canary' } as const

/** A host before a host that answers with these, one after the other. */
function connect(answers: readonly Response[], authentication: BitbucketCloudAuthentication = accessToken) {
  const requests: Request[] = []
  const left = [...answers]
  const host = new BitbucketCloudHost({
    authentication,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      requests.push(request)
      const answer = left.shift() ?? Response.json({ values: [] })
      return Object.defineProperty(answer, 'url', { value: request.url })
    },
  })
  return { host, requests }
}

const repositoryPayload = {
  uuid: '{1}',
  full_name: 'acme/network',
  updated_on: '2026-01-02T03:04:05.123456+00:00',
  links: {
    html: { href: 'https://bitbucket.org/acme/network' },
    clone: [{ name: 'https', href: 'https://somebody@bitbucket.org/acme/network.git' }],
  },
}

it('follows a list to no other host', async () => {
  const next = 'https://evil.example/2.0/anything?page=2&after=x'
  const { host, requests } = connect([Response.json({ values: [], next }), Response.json({ values: [] })])
  const pages = await Array.fromAsync(host.repositories.listRepositories('acme'))
  expect(pages).toEqual([[], []])
  expect(requests[1]?.url).toBe('https://api.bitbucket.org/2.0/repositories/acme?page=2&after=x')
})

it('a repository that was just changed has no change token yet', async () => {
  const list = (date: string) =>
    Response.json({ values: [repositoryPayload] }, { headers: { date: new Date(date).toUTCString() } })
  const { host } = connect([list('2026-01-02T03:05:04Z'), list('2026-01-02T03:05:06Z')])
  const [young] = await Array.fromAsync(host.repositories.listRepositories('acme'))
  const [settled] = await Array.fromAsync(host.repositories.listRepositories('acme'))
  expect(young?.[0]?.changeToken).toBeUndefined()
  expect(settled?.[0]?.changeToken).toBe('2026-01-02T03:04:05.123456+00:00')
})

it('no address names a user', async () => {
  const { host } = connect([Response.json(repositoryPayload)])
  const { gitUrl } = await host.repositories.getRepository(repository)
  expect(gitUrl).toBe('https://bitbucket.org/acme/network.git')
})

it('asks for a branch by its name, whatever is in it, and for all states', async () => {
  const { host, requests } = connect([])
  await host.pullRequests.listPullRequests(repository, { status: 'any', branch: String.raw`a "b" \c&d` })
  const { searchParams } = new URL(requests[0]?.url ?? '')
  expect(searchParams.get('q')).toBe(String.raw`source.branch.name="a \"b\" \\c&d"`)
  expect(searchParams.getAll('state')).toEqual(['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'])
})

it('takes an answer without content and type', async () => {
  const { host } = connect([new Response(null, { status: 204 })])
  const status = { key: 'x', state: 'success', description: 'Fine.' } as const
  await expect(host.pullRequests.setStatus(repository, 'abc', status)).resolves.toBeUndefined()
})

it.each([
  [accessToken, 'Bearer canary', 'x-token-auth'],
  [
    { kind: 'api-token', email: 'ada@example.com', token: fixedToken('canary') } as const,
    `Basic ${btoa('ada@example.com:canary')}`,
    'x-bitbucket-api-token-auth',
  ],
])('authenticates %o', async (authentication, header, username) => {
  const { host, requests } = connect([], authentication)
  await host.pullRequests.listPullRequests(repository, { status: 'open' })
  expect(requests[0]?.headers.get('authorization')).toBe(header)
  expect(await host.repositories.findGitCredentials()).toEqual({ username, password: 'canary' })
})

it('says what the host said, and never the token', async () => {
  const error = { message: 'Bad request', detail: 'No.', fields: { title: ['is required'] } }
  const { host } = connect([Response.json({ type: 'error', error }, { status: 403 })])
  const thrown = await host.repositories.getRepository(repository).catch((reason: unknown) => reason)
  expect(thrown).toBeInstanceOf(NotAllowedError)
  expect(String(thrown)).toContain('Bad request; No.; title: is required')
  expect(JSON.stringify(thrown)).not.toContain('canary')
})

it('an error from below the package keeps its family', async () => {
  const host = new BitbucketCloudHost({
    authentication: accessToken,
    fetch: async () => {
      throw new CancelledError()
    },
  })
  await expect(host.repositories.getRepository(repository)).rejects.toBeInstanceOf(CancelledError)
})

it('an answer of an unknown shape is the fault of the host', async () => {
  const { host } = connect([Response.json({ uuid: 1 }), new Response('<html>', { status: 200 })])
  await expect(host.repositories.getRepository(repository)).rejects.toThrow('uuid')
  await expect(host.repositories.getRepository(repository)).rejects.toMatchObject({
    code: 'external-service',
  })
})
