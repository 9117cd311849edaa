import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { startForge, type Forge, type HostKind } from '@groundplan/forge'
import { isolateGit, patience, useTemporaryDirectories, takeTurns } from '@groundplan/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startServer } from '../start-server.ts'
import { readHostSecrets } from './host-secrets.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const owner = 'acme'
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

type SignInApp = Forge['signIns']['apps'][number]

/** What people configure for each kind of sign-in, and what the operator sets for the blueprint repository and for the secrets. */
const signIns = {
  github: {
    inFile: ({ id }: SignInApp) => `app: { id: '${id}', private-key: { env: GROUNDPLAN_SECRET_APP } }`,
    ofServer: ({ id, privateKey }: SignInApp) => ({ app: { id, privateKey } }),
    secret: ({ privateKey }: SignInApp) => privateKey,
  },
  'bitbucket-cloud': {
    inFile: ({ id }: SignInApp) =>
      `oauth: { client-id: '${id}', client-secret: { env: GROUNDPLAN_SECRET_APP } }`,
    ofServer: ({ id, secret }: SignInApp) => ({ oauth: { clientId: id, clientSecret: secret } }),
    secret: ({ secret }: SignInApp) => secret,
  },
}

const moduleText = (...inputs: readonly string[]) =>
  [
    ...inputs.map((input) => `variable "${input}" {\n  type = string\n}\n`),
    `resource "aws_sqs_queue" "this" {\n  name = var.${inputs[0]}\n}\n`,
  ].join('')

/** A server, a blueprint repository and three repositories of modules, which are reached with tokens that expire. */
async function begin(kind: HostKind & keyof typeof signIns) {
  const forge = await startForge()
  closing.push(() => forge.close())
  const { inFile, ofServer, secret } = signIns[kind]
  const { apiUrl, webUrl } = forge.hosts[kind]
  const [ofServers, ofFile] = [forge.signIns.createApp('groundplan'), forge.signIns.createApp('sources')]
  for (const app of [ofServers, ofFile]) forge.signIns.install(app, owner)
  const text = `version: 1
hosts:
  sources: { kind: ${kind}, url: '${webUrl}', api-url: '${apiUrl}', ${inFile(ofFile)} }
repositories:
  - { host: sources, owner: ${owner}, exclude: [blueprints] }
`
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'groundplan.yaml': text } })
  for (const name of ['queues', 'topics', 'streams'])
    await forge.people.createRepository({
      ...{ owner, name },
      files: { 'a/main.tf': moduleText('name'), [`${name}/main.tf`]: moduleText('name') },
    })
  const origins = [...new Set([webUrl, apiUrl].map((url) => new URL(url).origin))].join(',')
  const server = await startServer({
    ...{ home: join(await temporaryDirectory(), 'home'), databaseUrl: undefined, host: 'localhost', port: 0 },
    ...{ allowedHosts: [], polls: false },
    secrets: readHostSecrets({
      GROUNDPLAN_SECRET_APP: secret(ofFile),
      GROUNDPLAN_SECRET_APP_ORIGINS: origins,
    }),
    blueprints: {
      ...{ address: `${webUrl}/${owner}/blueprints`, kind, apiUrl, token: '', ...ofServer(ofServers) },
      ...{ username: undefined, webhookSecret: undefined },
    },
  })
  closing.push(() => server.close())
  const client = createNodeApiClient(server.url)
  const run = async () => {
    const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
    await vi.waitFor(async () => {
      const { state } = await client.imports.get.query({ number })
      expect(state, JSON.stringify(state)).toMatchObject({ status: 'finished' })
    }, patience)
    const { state } = await client.imports.get.query({ number })
    return state.status === 'finished' ? state.report : expect.unreachable()
  }
  return { forge, run }
}

describe.each(takeTurns(Object.keys(signIns) as (keyof typeof signIns)[]))(
  'tokens of %s that expire',
  (kind) => {
    it('after a few requests each are renewed in the middle of imports, for the API and for git', async () => {
      const { forge, run } = await begin(kind)
      // Alternately at a request for the API and one for git, so that both find out in the middle of something.
      const expired: string[] = []
      let requests = 0
      forge.faults.inject(({ kind: of, path }) => {
        requests += 1
        if (requests < 29 || path.includes('access_token') || of === expired.at(-1)) return undefined
        forge.signIns.revokeTokens()
        expired.push(of)
        requests = 0
        return undefined
      })
      const before = forge.signIns.issued
      const first = await run()
      expect(first.failure).toBeUndefined()
      expect(first.modules.map(({ outcome, reason }) => reason ?? outcome)).toEqual(Array(6).fill('new'))
      const open = forge.people.listPullRequests(owner, 'blueprints')
      expect(open.map(({ status, title }) => `${status}: ${title}`).toSorted()).toEqual([
        ...['queues', 'streams', 'topics'].map((name) => `open: Blueprints from ${name}`),
        'open: Update the JSON schemas for editors',
      ])
      await forge.people.merge(owner, 'blueprints', open[0]?.number ?? 0)
      await forge.people.commit(owner, 'queues', { files: { 'a/main.tf': moduleText('name', 'size') } })
      await forge.people.commit(owner, 'topics', { files: { 'a/main.tf': moduleText('name', 'size') } })
      const second = await run()
      const outcomes = second.modules.map(({ path, outcome, reason }) => `${path}: ${reason ?? outcome}`)
      expect(
        outcomes.filter((text) => text.endsWith(': updated')),
        JSON.stringify(second),
      ).toHaveLength(2)
      expect([first.problems, second.problems]).toEqual([[], []])
      expect(forge.signIns.issued - before).toBeGreaterThan(3)
      expect(new Set(expired)).toEqual(new Set(['api', 'git']))
      expect(forge.violations).toEqual([])
    })
  },
)
