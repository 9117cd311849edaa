import { startForge, type Forge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { GithubHost } from '../github-host.ts'
import { GithubApp, type GithubAppOptions } from './github-app.ts'

type SignInApp = Forge['signIns']['apps'][number]

let forge: Forge
let app: SignInApp
let ahead = 0
let owner = ''
let round = 0
beforeAll(async () => {
  forge = await startForge({ now: () => new Date(Date.now() + ahead) })
  app = forge.signIns.createApp('groundplan-acme')
})
afterAll(() => forge.close())
beforeEach(async () => {
  ahead = 0
  owner = `acme-${(round += 1)}`
  forge.signIns.issued = 0
  forge.signIns.tokenLifetime = undefined
  await forge.people.createRepository({ owner, name: 'network', files: { 'main.tf': '' } })
})

function connect(options: Partial<GithubAppOptions> = {}) {
  const { apiUrl } = forge.hosts.github
  const fetch = createHttpFetch({ service: 'GitHub', wait: async () => {} })
  const now = () => Date.now() + ahead
  const signIn = new GithubApp({
    id: app.id,
    privateKey: app.privateKey,
    owner,
    apiUrl,
    fetch,
    now,
    ...options,
  })
  return new GithubHost({ token: signIn, fetch, apiUrl })
}
const read = (host: GithubHost, of = owner) => host.repositories.getRepository({ owner: of, name: 'network' })
const pass = (minutes: number) => (ahead += minutes * 60_000)

it('finds its installation and signs in with one token for API and git', async () => {
  forge.signIns.install(app, owner)
  const host = connect()
  await Promise.all([read(host), read(host)])
  const { username, password } = await host.repositories.findGitCredentials()
  expect({ username, issued: forge.signIns.issued }).toEqual({ username: 'x-access-token', issued: 1 })
  expect(password).toMatch(/^ghs_/)
  expect(forge.violations).toEqual([])
})

it('renews its token before it expires', async () => {
  forge.signIns.install(app, owner)
  const host = connect()
  await read(host)
  pass(44)
  await read(host)
  expect(forge.signIns.issued).toBe(1)
  pass(2)
  await read(host)
  expect(forge.signIns.issued).toBe(2)
})

it('renews a token that GitHub rejects, once for all requests that fail with it', async () => {
  forge.signIns.install(app, owner)
  const host = connect()
  const credentials = await host.repositories.findGitCredentials()
  forge.signIns.revokeTokens()
  await Promise.all([read(host), read(host), read(host)])
  expect(forge.signIns.issued).toBe(2)
  const renewed = await host.repositories.findGitCredentials(credentials)
  expect(renewed.password).not.toBe(credentials.password)
  expect(forge.signIns.issued).toBe(2)
})

it('lists exactly the repositories of its owner that it was given', async () => {
  forge.signIns.install(app, owner)
  await forge.people.createRepository({ owner: `${owner}-other`, name: 'network', files: { 'main.tf': '' } })
  const pages = await Array.fromAsync(connect().repositories.listRepositories(owner))
  expect(pages.flat().map(({ name }) => name)).toEqual(['network'])
  await expect(read(connect(), `${owner}-other`)).rejects.toThrow(/could not find/)
})

it('works in several organizations, each with its own installation', async () => {
  const other = `${owner}-other`
  await forge.people.createRepository({ owner: other, name: 'network', files: { 'main.tf': '' } })
  forge.signIns.install(app, owner)
  forge.signIns.install(app, other)
  await read(connect())
  await read(connect({ owner: other }), other)
  const { id } = forge.signIns.installations.at(-1) ?? { id: 0 }
  await read(connect({ installation: String(id) }), other)
})

it.each([-20, 20])('signs in although its clock is %s minutes off', async (minutes) => {
  forge.signIns.install(app, owner)
  const host = connect({ now: () => Date.now() + minutes * 60_000 })
  await read(host)
  await read(host)
  expect(forge.signIns.issued).toBe(1)
})

it('knows itself by its slug', async () => {
  forge.signIns.install(app, owner)
  const fetch = createHttpFetch({ service: 'GitHub' })
  const { apiUrl } = forge.hosts.github
  const signIn = new GithubApp({ id: app.id, privateKey: app.privateKey, owner, apiUrl, fetch })
  expect(await signIn.findLogin()).toBe('groundplan-acme[bot]')
})

it('reads a key whose line breaks are written as \\n', async () => {
  forge.signIns.install(app, owner)
  await read(connect({ privateKey: app.privateKey.replaceAll('\n', String.raw`\n`) }))
})

it('says that it is not installed on the owner', async () => {
  await expect(read(connect())).rejects.toMatchObject({
    message: `The GitHub App ${app.id} is not installed on ${owner}.`,
    hint: expect.stringContaining('Install App'),
  })
  await expect(read(connect({ installation: '1' }))).rejects.toThrow(
    `not installed on ${owner} as installation 1.`,
  )
})

it('says so after it was uninstalled, and works again after it was installed anew', async () => {
  forge.signIns.install(app, owner)
  const host = connect()
  await read(host)
  forge.signIns.uninstall(app, owner)
  forge.signIns.revokeTokens()
  await expect(read(host)).rejects.toThrow('is not installed')
  forge.signIns.install(app, owner)
  await read(host)
})

it('says that the key belongs to another App', async () => {
  const other = forge.signIns.createApp('other')
  forge.signIns.install(app, owner)
  await expect(read(connect({ privateKey: other.privateKey }))).rejects.toMatchObject({
    message: expect.stringContaining(`GitHub rejected the private key of the App ${app.id}`),
    details: { credentials: 'refused' },
  })
})

it('refuses what is no key, without repeating it', () => {
  expect(() => connect({ privateKey: 'hunter2' })).toThrow(/is not a private key in PEM format/)
  expect(() => connect({ privateKey: 'hunter2' })).not.toThrow(/hunter2/)
})

it('names the permission that is missing, and says that an installation is suspended', async () => {
  forge.signIns.install(app, owner, { metadata: 'read' })
  await expect(read(connect())).rejects.toThrow(`lacks the permission "Contents" on ${owner}`)
  forge.signIns.uninstall(app, owner)
  forge.signIns.install(app, owner).suspended = true
  await expect(read(connect())).rejects.toThrow(/is suspended/)
})
