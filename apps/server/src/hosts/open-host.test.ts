import { parseConfiguration } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeSecrets } from './describe-secrets.ts'
import { createHost, createHostAccess } from './create-host.ts'
import { HostClients } from './host-clients.ts'
import { readHostSecrets } from './host-secrets.ts'
import { openHost, type CredentialSources } from './open-host.ts'
import { startRecordingServer, type RecordingServer } from './recording-server.fixture.ts'
import type { ConfiguredHost } from './server-access.ts'
import { findSecretProblems, findSecrets } from './find-webhook-sender.ts'

let server: RecordingServer
let other: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
  other = await startRecordingServer()
})
afterEach(async () => {
  await server.close()
  await other.close()
})

const parse = (host: string) => {
  const text = `version: 1\nhosts: { here: ${host} }\nrepositories: [{ host: here, owner: acme }]\n`
  const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', text)
  if (configuration === undefined) throw new InputError(JSON.stringify(diagnostics))
  return configuration
}
const configured = (host: string) => parse(host).hosts['here'] as ConfiguredHost
const github = (url: string, more = '') => configured(`{ kind: github, url: "${url}"${more} }`)
const secretToken = ', token: { env: GROUNDPLAN_SECRET_X }'
const serverToken = ', token: { env: GROUNDPLAN_BLUEPRINTS_TOKEN }'

/** The operator's secret X, allowed at these origins. */
const secretsFor = (...origins: readonly string[]) =>
  readHostSecrets({
    GROUNDPLAN_SECRET_X: 'CANARY-x',
    GROUNDPLAN_SECRET_X_ORIGINS: origins.join(',') || undefined,
    DATABASE_URL: 'CANARY-db',
  })

async function hostedAt(url: string) {
  const origins = [new URL(url).origin]
  const access = createHostAccess({
    kind: 'github',
    name: 'blueprints',
    url,
    token: 'CANARY-server',
    origins,
  })
  const name = { owner: 'acme', name: 'blueprints' }
  return { access, name, host: await createHost(access), webhookSecret: undefined }
}

const list = async (host: ConfiguredHost, sources: CredentialSources) => {
  const { repositories } = await openHost('here', host, { ...sources, clients: new HostClients() })
  for await (const page of repositories.listRepositories('acme')) void page
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'It worked.',
    (error: unknown) => {
      expect(error).toBeInstanceOf(InputError)
      const { message, hint } = error as InputError
      return `${message} ${hint}`
    },
  )

describe('a secret of the operator', () => {
  it('is sent to the origins that the operator allows', async () => {
    await list(github(server.origin, secretToken), { hosted: undefined, secrets: secretsFor(server.origin) })
    expect(server.requests[0]).toContain('Bearer CANARY-x')
  })

  it('is sent nowhere else, and the message says which variable to set', async () => {
    const api = `, api-url: "${other.origin}/api"`
    const both = { hosted: undefined, secrets: secretsFor(server.origin) }
    expect(await refusal(list(github(server.origin, api + secretToken), both))).toBe(
      `The host "here" in groundplan.yaml would send GROUNDPLAN_SECRET_X to ${other.origin}, which the server does not allow. To allow it, set GROUNDPLAN_SECRET_X_ORIGINS=${server.origin},${other.origin} in the server's environment and restart the server.`,
    )
    expect(await refusal(list(github(other.origin, secretToken), both))).toContain(`to ${other.origin}`)
    const unsaid = { hosted: undefined, secrets: secretsFor() }
    expect(await refusal(list(github(server.origin, secretToken), unsaid))).toContain('_ORIGINS=')
    expect([...server.requests, ...other.requests]).toEqual([])
  })

  it('is the only variable that a configuration can name; of others nothing is said', async () => {
    const sources = { hosted: undefined, secrets: secretsFor(server.origin) }
    for (const name of ['DATABASE_URL', 'NOT_THERE', 'GROUNDPLAN_SECRET_X_ORIGINS', 'groundplan_secret_x']) {
      const host = { ...github(server.origin), token: { env: name } }
      expect(await refusal(list(host, sources))).toMatch(
        new RegExp(
          `refers to ${name}, which configurations are not allowed to read. Set GROUNDPLAN_SECRET_\\w+ and`,
        ),
      )
      expect(() => github(server.origin, `, token: { env: ${name} }`)).toThrow('secret-name')
    }
    const absent = { ...github(server.origin), token: { env: 'GROUNDPLAN_SECRET_Y' } }
    expect(await refusal(list(absent, sources))).toContain(
      `which is not set. Set GROUNDPLAN_SECRET_Y and GROUNDPLAN_SECRET_Y_ORIGINS=${server.origin}`,
    )
    expect(server.requests).toEqual([])
  })

  it('goes with git only to the same origins', async () => {
    const host = github(server.origin, secretToken)
    const sources = { hosted: undefined, secrets: secretsFor(server.origin), clients: new HostClients() }
    const { repositories } = await openHost('here', host, sources)
    expect(await repositories.findGitCredentials()).toMatchObject({ origins: [server.origin] })
  })

  it('for webhooks goes to the API only if the operator allows it, and a note says so', async () => {
    const { hosts } = parse(
      `{ kind: github, url: "${server.origin}", webhook-secret: { env: GROUNDPLAN_SECRET_X } }`,
    )
    const allowed = { hosted: undefined, secrets: secretsFor(server.origin) }
    const elsewhere = { hosted: undefined, secrets: secretsFor(other.origin) }
    expect(findSecrets('here', hosts, allowed)).toEqual(['CANARY-x'])
    expect(findSecrets('here', hosts, elsewhere)).toEqual([])
    expect(findSecretProblems(hosts, elsewhere)).toMatchObject([
      { message: expect.stringContaining(`would send GROUNDPLAN_SECRET_X to ${server.origin}`) },
    ])
    const atReviewHost = { hosted: await hostedAt(server.origin), secrets: secretsFor(other.origin) }
    expect(findSecrets('blueprints', hosts, atReviewHost)).toEqual([])
  })
})

describe("the server's own token", () => {
  it.each(['', serverToken])(
    'is used for the host of the blueprint repository, as it is set up (%j)',
    async (token) => {
      const sources = { hosted: await hostedAt(server.origin), secrets: secretsFor() }
      for (const url of [server.origin, `${server.origin}/`, server.origin.toUpperCase()])
        await list(github(url, token), sources)
      expect(server.requests).toHaveLength(3)
      expect(server.requests[0]).toContain('Bearer CANARY-server')
    },
  )

  it.each(['', serverToken])('is sent to no other host and API (%j)', async (token) => {
    const sources = { hosted: await hostedAt(server.origin), secrets: secretsFor() }
    const { port } = new URL(server.origin)
    for (const url of [other.origin, `http://localhost:${port}`, `${server.origin}/x`, 'https://github.com'])
      expect(await refusal(list(github(url, token), sources))).toContain('GROUNDPLAN_SECRET_NAME_ORIGINS=')
    const api = github(server.origin, `, api-url: "${other.origin}"${token}`)
    expect(await refusal(list(api, sources))).toContain(`to ${other.origin}, which the server does not allow`)
    expect([...server.requests, ...other.requests]).toEqual([])
  })
})

it('what merging a configuration would send is told host by host', () => {
  const text = `version: 1
hosts:
  own: { kind: github }
  cloud: { kind: bitbucket-cloud, token: { env: GROUNDPLAN_SECRET_BB } }
  other: { kind: github, url: https://git.example.com, api-url: https://api.example.net, token: { env: GROUNDPLAN_SECRET_X }, webhook-secret: { env: GROUNDPLAN_SECRET_HOOK } }
repositories: [{ host: own, owner: a }, { host: cloud, owner: a }, { host: other, owner: a }]
`
  const { configuration } = parseConfiguration('groundplan.yaml', text)
  if (configuration === undefined) throw new Error('It is invalid.')
  expect(describeSecrets(configuration, {})).toEqual([
    '`own`: Sends secret GROUNDPLAN_BLUEPRINTS_TOKEN to https://github.com, https://api.github.com',
    '`cloud`: Sends secret GROUNDPLAN_SECRET_BB to https://bitbucket.org, https://api.bitbucket.org',
    '`other`: Sends secret GROUNDPLAN_SECRET_X to https://git.example.com, https://api.example.net',
    '`other`: Sends secret GROUNDPLAN_SECRET_HOOK to https://api.example.net',
  ])
  const app = { id: '1', privateKey: 'KEY', owner: 'acme' }
  expect(describeSecrets(configuration, { app })[0]).toBe(
    "`own`: Signs in to https://github.com, https://api.github.com as the server's GitHub App (GROUNDPLAN_BLUEPRINTS_APP_ID, with its private key)",
  )
  const oauth = { clientId: 'CONSUMER', clientSecret: 'SECRET' }
  expect(describeSecrets(configuration, { oauth })[0]).toBe(
    "`own`: Signs in to https://github.com, https://api.github.com as the server's OAuth consumer (GROUNDPLAN_BLUEPRINTS_CLIENT_ID and GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET)",
  )
})

it('a private key of the file is not sent: it signs', () => {
  const text = `version: 1
hosts: { a: { kind: github, app: { id: 1, private-key: { env: GROUNDPLAN_SECRET_KEY } } } }
repositories: [{ host: a, owner: a }]
`
  const { configuration } = parseConfiguration('groundplan.yaml', text)
  expect(configuration && describeSecrets(configuration, {})).toEqual([
    '`a`: Signs in to https://github.com, https://api.github.com as a GitHub App, with the private key GROUNDPLAN_SECRET_KEY',
  ])
})
