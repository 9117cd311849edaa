import { startForge, type Forge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { BitbucketCloudHost } from './bitbucket-cloud-host.ts'
import { clientCredentialsToken } from './client-credentials.ts'

let forge: Forge
let ahead = 0
beforeAll(async () => {
  forge = await startForge({ now: () => new Date(Date.now() + ahead) })
  await forge.people.createRepository({ owner: 'acme', name: 'network', files: { 'main.tf': '' } })
})
afterAll(() => forge.close())
beforeEach(() => {
  forge.signIns.issued = 0
})

function connect(secret?: string) {
  const consumer = forge.signIns.createApp('consumer')
  const { apiUrl, webUrl } = forge.hosts['bitbucket-cloud']
  const fetch = createHttpFetch({ service: 'Bitbucket Cloud', wait: async () => {} })
  const credentials = { clientId: consumer.id, clientSecret: secret ?? consumer.secret }
  const now = () => Date.now() + ahead
  const token = clientCredentialsToken({ ...credentials, webUrl, fetch, now })
  return new BitbucketCloudHost({ authentication: { kind: 'access-token', token }, apiUrl, webUrl, fetch })
}
const read = (host: BitbucketCloudHost) => host.repositories.getRepository({ owner: 'acme', name: 'network' })

it('signs in with one token for API and git, and renews it before its two hours are over', async () => {
  const host = connect()
  await Promise.all([read(host), read(host)])
  expect(await host.repositories.findGitCredentials()).toMatchObject({ username: 'x-token-auth' })
  ahead += 104 * 60_000
  await read(host)
  expect(forge.signIns.issued).toBe(1)
  ahead += 2 * 60_000
  await read(host)
  expect(forge.signIns.issued).toBe(2)
})

it('renews a token that was revoked, for API and git', async () => {
  const host = connect()
  const credentials = await host.repositories.findGitCredentials()
  forge.signIns.revokeTokens()
  await Promise.all([read(host), read(host)])
  expect(forge.signIns.issued).toBe(2)
  const renewed = await host.repositories.findGitCredentials(credentials)
  expect(renewed.password).not.toBe(credentials.password)
})

it('says that the consumer was rejected, without its secret', async () => {
  const reading = read(connect('hunter2'))
  await expect(reading).rejects.toThrow(/rejected the OAuth consumer \d+: Invalid OAuth client credentials/)
  await expect(reading).rejects.not.toThrow(/hunter2/)
})
