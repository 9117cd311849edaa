import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { openDatabase, PostgresScanStore } from '@groundplan/database'
import {
  hostKinds,
  startForge,
  type Fault,
  type FaultTarget,
  type Forge,
  type HostKind,
} from '@groundplan/forge'
import { findFreePort, isolateGit, patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startProduct } from './start-product.ts'
import { dumpDatabase } from './dump-database.ts'
import { findInFiles, secretForms, watchArguments } from './watch-secrets.ts'

const scope = { spaceId: 'default', blueprintRepositoryId: 'default' }

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const webhookSecret = 'CANARY-webhook-5b1f7c2e9a'

let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

const moduleText = (input: string) =>
  `variable "${input}" {\n  type = string\n}\nresource "aws_sqs_queue" "this" {\n  name = var.${input}\n}\n`

async function createRepositories(kind: HostKind, owner: string): Promise<void> {
  const { webUrl, apiUrl } = forge.hosts[kind]
  const api = kind === 'bitbucket-data-center' ? '' : `, api-url: ${JSON.stringify(apiUrl)}`
  const configuration = [
    'version: 1',
    `hosts: { here: { kind: ${kind}, url: ${JSON.stringify(webUrl)}${api}, token: { env: GROUNDPLAN_BLUEPRINTS_TOKEN } } }`,
    `repositories: [{ host: here, owner: ${owner}, exclude: [blueprints] }]`,
    '',
  ]
  const files = { 'groundplan.yaml': configuration.join('\n') }
  await forge.people.createRepository({ owner, name: 'blueprints', files })
  await forge.people.createRepository({ owner, name: 'queues', files: { 'main.tf': moduleText('name') } })
}

function environment(kind: HostKind, owner: string, port: number): Readonly<Record<string, string>> {
  const { webUrl, apiUrl, token } = forge.hosts[kind]
  const place = kind === 'bitbucket-data-center' ? `projects/${owner}/repos` : owner
  return {
    GROUNDPLAN_PUBLIC_URL: `http://localhost:${port}`,
    GROUNDPLAN_POLL: 'off',
    GROUNDPLAN_BLUEPRINTS: `${webUrl}/${place}/blueprints`,
    GROUNDPLAN_BLUEPRINTS_KIND: kind,
    GROUNDPLAN_BLUEPRINTS_TOKEN: token,
    GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: webhookSecret,
    ...(kind === 'bitbucket-data-center' ? {} : { GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl }),
  }
}

/** What is made to go wrong, and what shows that it did. */
interface Trouble {
  readonly name: string
  readonly begin: () => void
  readonly end: () => void
  readonly shows: RegExp
}

const always = (of: FaultTarget['kind'], fault: Fault, only = '') => ({
  begin: () =>
    forge.faults.inject(({ kind, path }) => (kind === of && path.includes(only) ? fault : undefined)),
  end: () => forge.faults.inject(undefined),
})

const troubles: readonly Trouble[] = [
  {
    name: 'git is refused',
    ...always('git', { kind: 'status', status: 403, when: 'before' }),
    shows: /do(?:es)? not allow|refuses|rejected/,
  },
  {
    name: 'git meets an error of the host',
    ...always('git', { kind: 'status', status: 500, when: 'before' }),
    shows: /"(?:failed|finished)".*(?:500|Could not reach|failed)/,
  },
  {
    name: 'a push is cut off',
    ...always('git', { kind: 'reset', when: 'midway' }, 'receive-pack'),
    shows: /Could not reach|"failed"/,
  },
  {
    name: 'the API fails',
    ...always('api', { kind: 'status', status: 500, when: 'before' }),
    shows: /500/,
  },
  {
    name: 'the API cannot be reached',
    ...always('api', { kind: 'reset', when: 'before' }),
    shows: /Could not reach|connection|answer/i,
  },
  {
    name: 'the token is revoked',
    begin: () => forge.people.revokeToken(),
    end: () => forge.people.restoreToken(),
    shows: /revoked|refuses|refused|rejected/,
  },
]

/** Everything that the API tells of an import, once it is over. */
async function runImport(client: ApiClient): Promise<string> {
  const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
  await vi.waitFor(
    async () => expect((await client.imports.get.query({ number })).state.status).toMatch(/finished|failed/),
    patience,
  )
  return JSON.stringify(await client.imports.get.query({ number }))
}

describe.each(hostKinds)('tokens for %s', (kind) => {
  it('are in no file, log, argument, answer or row, whatever fails', async () => {
    const owner = `ACME${kind.replaceAll('-', '')}`
    const home = await temporaryDirectory()
    const { token, username } = forge.hosts[kind]
    const secrets = [...secretForms(token, username), ...secretForms(webhookSecret, username)]
    await createRepositories(kind, owner)
    const stopWatching = watchArguments(secrets)
    const port = await findFreePort()
    const args = ['serve', '--port', String(port)]
    const product = await startProduct(home, { args, env: environment(kind, owner, port) })
    const client = createNodeApiClient(product.url)
    const told = [await runImport(client)]
    const branches = forge.people.listPullRequests(owner, 'blueprints').map(({ branch }) => branch)
    // The schemas for editors come in a pull request of their own.
    expect(branches, told[0]).toEqual(['groundplan/queues', 'groundplan/editor-schemas'])
    await vi.waitFor(() => expect(forge.people.countWebhooks(owner, 'queues')).toBe(1), patience)
    for (const { name, begin, end, shows } of troubles) {
      const text = moduleText(name.replaceAll(/\W/g, '_'))
      await forge.people.commit(owner, 'queues', { files: { 'main.tf': text } })
      await forge.webhooks.settle()
      begin()
      const answer = await runImport(client)
      end()
      expect(answer, name).toMatch(shows)
      told.push(answer)
    }
    told.push(await runImport(client))
    const deliveries = forge.webhooks.deliveries.filter(({ url }) => url.startsWith(product.url))
    expect(deliveries.some(({ status }) => status === 202)).toBe(true)
    const refused = await fetch(deliveries[0]?.url ?? '', { method: 'POST', body: '{}' })
    told.push(await refused.text(), JSON.stringify(await client.imports.list.query()))
    told.push(JSON.stringify(await client.proposals.list.query({})))
    told.push(JSON.stringify(await client.proposals.get.query({ number: 1 })))
    await product.stop()
    const { looks, found } = await stopWatching()
    for (const text of [...told, product.printed(), await dumpDatabase(home)])
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(await findInFiles(home, secrets)).toEqual([])
    expect(found).toEqual([])
    if (existsSync('/proc/self/cmdline')) expect(looks).toBeGreaterThan(10)
  }, 400_000)
})

describe('the canary', () => {
  it('would find a secret that was written to a file', async () => {
    const home = await temporaryDirectory()
    await writeFile(join(home, 'config'), 'x\0CANARY-1 y')
    expect(await findInFiles(home, secretForms('CANARY-1', 'user'))).toEqual([join(home, 'config')])
    expect(await findInFiles(home, secretForms('CANARY-2', 'user'))).toEqual([])
  })

  it('would find one in a long value of the database', async () => {
    const home = await temporaryDirectory()
    const database = await openDatabase({ kind: 'embedded', directory: join(home, 'database') })
    const reason = `${'a'.repeat(20_000)}CANARY-1${'b'.repeat(20_000)}`
    const scan = { host: 'h', id: '1', ref: 'main', commit: 'c', settingsId: 's', settled: true, store: 'x' }
    const more = { modules: 1, problems: [{ path: 'x', reason }], scannedAt: new Date() }
    await new PostgresScanStore(database, scope).save({ ...scan, ...more })
    await database.destroy()
    expect(await dumpDatabase(home)).toContain('CANARY-1')
  })
})
