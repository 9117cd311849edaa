import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import type { ApiClient } from '@groundplan/api-client'
import { hostKinds, startForge, type Forge, type HostKind } from '@groundplan/forge'
import { findFreePort, isolateGit, patience, useTemporaryDirectories, takeTurns } from '@groundplan/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startServer, type RunningServer } from '../start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const owner = 'ACME'
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const moduleText = (input: string) =>
  `variable "${input}" {\n  type = string\n}\nresource "aws_sqs_queue" "this" {\n  name = var.${input}\n}\n`

interface Situation {
  readonly forge: Forge
  readonly server: RunningServer
  readonly client: ApiClient
}

/** A server that has imported one repository of a host, with its webhooks registered. */
async function begin(kind: HostKind): Promise<Situation> {
  const forge = await startForge()
  closing.push(() => forge.close())
  const { apiUrl, webUrl, token } = forge.hosts[kind]
  const configuration = [
    'version: 1',
    `hosts:\n  here: { kind: ${kind}, url: ${webUrl} }`,
    `repositories:\n  - { host: here, owner: ${owner}, exclude: [blueprints] }`,
    '',
  ].join('\n')
  await forge.people.createRepository({
    ...{ owner, name: 'blueprints' },
    files: { 'groundplan.yaml': configuration },
  })
  await forge.people.createRepository({
    ...{ owner, name: 'platform' },
    files: { 'queue/main.tf': moduleText('name') },
  })
  const port = await findFreePort()
  const path = kind === 'bitbucket-data-center' ? `projects/${owner}/repos` : owner
  const blueprints = {
    ...{ address: `${webUrl}/${path}/blueprints`, kind, apiUrl, token },
    ...{ username: undefined, webhookSecret: 'new-secret old-secret' },
  }
  const server = await startServer({
    ...{ home: join(await temporaryDirectory(), 'home'), databaseUrl: undefined, host: 'localhost', port },
    ...{ allowedHosts: [], publicUrl: `http://localhost:${port}`, polls: false, blueprints },
  })
  closing.push(() => server.close())
  const client = createNodeApiClient(server.url)
  const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
  await vi.waitFor(async () => {
    const { state } = await client.imports.get.query({ number })
    expect(state, JSON.stringify(state)).toMatchObject({ status: 'finished' })
  }, patience)
  expect((await client.imports.get.query({ number })).state).toMatchObject({
    report: { modules: [{ outcome: 'new' }] },
  })
  await vi.waitFor(
    () =>
      expect(['blueprints', 'platform'].map((name) => forge.people.countWebhooks(owner, name))).toEqual([
        1, 1,
      ]),
    patience,
  )
  return { forge, server, client }
}

const pullRequest = ({ people }: Forge) =>
  people.listPullRequests(owner, 'blueprints').find(({ branch }) => branch === 'groundplan/platform')
const proposalStatus = async (client: ApiClient) => (
  await client.imports.list.query(),
  (await client.proposals.get.query({ number: 1 })).status
)

describe.each(takeTurns(hostKinds))('webhooks of %s', (kind) => {
  it('bring a push into the proposal, and a merge into the catalog', async () => {
    const { forge, client } = await begin(kind)
    await forge.people.commit(owner, 'platform', { files: { 'queue/main.tf': moduleText('title') } })
    await vi.waitFor(async () => {
      const files = await forge.people.readFiles(owner, 'blueprints', 'groundplan/platform')
      expect(files['blueprints/queue.yaml']).toContain('title')
    }, patience)
    await forge.webhooks.settle()
    await forge.people.merge(owner, 'blueprints', pullRequest(forge)?.number ?? 0)
    await vi.waitFor(async () => expect(await proposalStatus(client)).toBe('approved'), patience)
    await vi.waitFor(async () => {
      expect((await client.catalog.list.query()).items.map(({ name }) => name)).toEqual(['queue'])
    }, patience)
    expect(forge.violations).toEqual([])
  })

  it('bring a decline into the proposal, and propose again what a comment asks for', async () => {
    const { forge, client } = await begin(kind)
    const number = pullRequest(forge)?.number ?? 0
    await forge.people.decline(owner, 'blueprints', number)
    await vi.waitFor(async () => expect(await proposalStatus(client)).toBe('rejected'), patience)
    await forge.people.comment(owner, 'blueprints', number, '/groundplan again')
    await vi.waitFor(() => {
      const open = forge.people
        .listPullRequests(owner, 'blueprints')
        .filter(({ status, branch }) => status === 'open' && branch === 'groundplan/platform')
      expect(open).toHaveLength(1)
    }, patience)
  })

  it('take nothing that is not signed, whoever it is of, and harm nothing when they come again', async () => {
    const { forge, server, client } = await begin(kind)
    await forge.people.commit(owner, 'platform', { files: { 'queue/main.tf': moduleText('title') } })
    await forge.webhooks.settle()
    const delivery = forge.webhooks.deliveries.findLast(
      ({ url, status }) => url.endsWith('/webhooks/here') && status === 202,
    )
    expect(delivery).toBeDefined()
    const send = (path: string, body: string) =>
      fetch(`${server.url}/webhooks/${path}`, { method: 'POST', headers: delivery?.headers ?? {}, body })
    const refused = await send('here', `${delivery?.body} `)
    expect([refused.status, await refused.text()]).toEqual([401, ''])
    expect((await send('elsewhere', delivery?.body ?? '')).status).toBe(404)
    expect((await send('constructor', delivery?.body ?? '')).status).toBe(404)
    for (let index = 0; index < 20; index += 1) await send('here', delivery?.body ?? '')
    await vi.waitFor(async () => {
      const { items: runs } = await client.imports.list.query()
      expect(runs.every(({ status }) => status === 'finished')).toBe(true)
    }, patience)
    expect((await client.imports.list.query()).items.length).toBeLessThan(20)
    const open = forge.people
      .listPullRequests(owner, 'blueprints')
      .filter(({ branch }) => branch === 'groundplan/platform')
    expect(open).toHaveLength(1)
  })
})
