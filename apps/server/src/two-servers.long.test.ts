import { join } from 'node:path'
import type { ApiClient, ImportView } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { startForge, type Forge } from '@groundplan/forge'
import {
  findPostgresqlPrograms,
  isolateGit,
  isRequired,
  patience,
  startPostgresql,
  useTemporaryDirectories,
  type TestPostgresql,
} from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startServer, type RunningServer } from './start-server.ts'

isolateGit()
const programs = await findPostgresqlPrograms()
const temporaryDirectory = useTemporaryDirectories()
const owner = 'ACME'

const moduleText = (input: string) =>
  `variable "${input}" {\n  type = string\n}\nresource "aws_sqs_queue" "this" {\n  name = var.${input}\n}\n`

describe.skipIf(programs === undefined && !isRequired('postgresql'))(
  'two servers on one PostgreSQL and one blueprint repository (skipped where PostgreSQL is not installed)',
  () => {
    let database: TestPostgresql
    let forge: Forge
    const servers: RunningServer[] = []
    let clients: readonly [ApiClient, ApiClient]
    beforeEach(async () => {
      database = await startPostgresql(programs ?? 'missing: install PostgreSQL')
      forge = await startForge()
      const { webUrl } = forge.hosts.github
      const configuration = `version: 1\nhosts:\n  here: { kind: github, url: ${webUrl} }\nrepositories:\n  - { host: here, owner: ${owner}, exclude: [blueprints] }\n`
      await forge.people.createRepository({
        ...{ owner, name: 'blueprints' },
        files: { 'groundplan.yaml': configuration },
      })
      for (const name of ['platform', 'network']) {
        const files = { 'queue/main.tf': moduleText('name'), 'topic/main.tf': moduleText('title') }
        await forge.people.createRepository({ owner, name, files })
      }
      clients = [await start(), await start()]
    })
    afterEach(async () => {
      for (const server of servers.splice(0)) await server.close()
      await forge?.close()
      await database?.stop()
    })

    async function start(role?: 'api' | 'worker'): Promise<ApiClient> {
      const { apiUrl, webUrl, token } = forge.hosts.github
      const address = `${webUrl}/${owner}/blueprints`
      const server = await startServer({
        ...{
          home: join(await temporaryDirectory(), 'home'),
          databaseUrl: database.url,
          host: 'localhost',
          port: 0,
        },
        ...{ allowedHosts: [], polls: false, role },
        blueprints: {
          ...{ address, kind: 'github', apiUrl, token },
          ...{ username: undefined, webhookSecret: undefined },
        },
      })
      servers.push(server)
      return createNodeApiClient(server.url)
    }

    async function finish(client: ApiClient, number: number): Promise<ImportView['state']> {
      return vi.waitFor(async () => {
        const { state } = await client.imports.get.query({ number })
        expect(state.status).not.toMatch(/waiting|running/)
        return state
      }, patience)
    }

    it('import the same at the same time, and nothing is proposed twice', async () => {
      const started = await Promise.all(
        clients.map((client) => client.imports.start.mutate({ repositories: [], configured: true })),
      )
      const [first, second] = clients
      // Each server shows the other one's import to its end.
      const states = [
        await finish(second, started[0]?.number ?? 0),
        await finish(first, started[1]?.number ?? 0),
      ]
      expect(states).toMatchObject([{ status: 'finished' }, { status: 'finished' }])
      const outcomes = states.flatMap((state) =>
        state.status === 'finished' ? state.report.modules.map(({ outcome }) => outcome) : [],
      )
      expect(outcomes.toSorted()).toEqual([...Array(4).fill('new'), ...Array(4).fill('unchanged')])
      const { items: proposals } = await first.proposals.list.query({})
      expect(proposals).toHaveLength(4)
      expect(new Set(proposals.map(({ blueprint }) => blueprint)).size).toBe(4)
      const opened = forge.people.listPullRequests(owner, 'blueprints')
      expect(new Set(opened.map(({ branch }) => branch)).size).toBe(opened.length)
    })

    it('show the same catalog, whoever approved and whoever is asked', async () => {
      const [first, second] = clients
      const { number } = await first.imports.start.mutate({ repositories: [], configured: true })
      await finish(first, number)
      const names = async (client: ApiClient) =>
        (await client.catalog.list.query()).items.map(({ name }) => name)
      const [one, two] = (await second.proposals.list.query({})).items
      // The second server has not seen the branches yet.
      expect((await second.proposals.get.query({ number: one?.number ?? 0 })).text).toContain('spec_version')
      await first.proposals.approve.mutate({ number: one?.number ?? 0 })
      const published = await names(first)
      expect(published.length).toBeGreaterThan(0)
      // Nobody takes back what the other one has published because they have not fetched it.
      for (let round = 0; round < 3; round += 1) {
        expect(await names(second)).toEqual(published)
        expect(await names(first)).toEqual(published)
      }
      expect((await second.catalog.versions.query({ name: published[0] ?? '' })).items).toHaveLength(1)
      const open = (await second.proposals.list.query({ status: 'open' })).items[0] ?? two
      await second.proposals.approve.mutate({ number: open?.number ?? 0 })
      await vi.waitFor(async () => expect(await names(first)).toEqual(await names(second)), patience)
      expect((await names(first)).length).toBeGreaterThan(published.length)
    })

    it('leave each other’s imports alone, show them and stop them', async () => {
      const [first] = clients
      // Only the first one can run the import.
      await servers.pop()?.close()
      const second = await start('api')
      // A remote that does not answer until the end of the test.
      forge.faults.inject(({ kind, path }) =>
        kind === 'git' && path.includes('/network') ? { kind: 'delay', milliseconds: 20_000 } : undefined,
      )
      const { number } = await first.imports.start.mutate({ repositories: [], configured: true })
      const statusAt = async (client: ApiClient) => (await client.imports.get.query({ number })).state.status
      await vi.waitFor(async () => expect(await statusAt(second)).toBe('running'), patience)
      const third = await start()
      const [closed] = servers.splice(1, 1)
      await closed?.close()
      expect(await statusAt(third)).toBe('running')
      expect((await third.imports.cancel.mutate({ number })).state.status).toBe('cancelled')
      expect(await statusAt(first)).toBe('cancelled')
      forge.faults.inject(undefined)
    })

    it('divide the work: one answers, the other one runs imports', { timeout: 60_000 }, async () => {
      for (const server of servers.splice(0)) await server.close()
      const client = await start('api')
      const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
      const second = await client.imports.start.mutate({ repositories: [], configured: true })
      expect((await client.imports.cancel.mutate({ number: second.number })).state.status).toBe('cancelled')
      expect((await client.imports.get.query({ number })).state.status).toBe('waiting')
      await start('worker')
      expect((await finish(client, number)).status).toBe('finished')
      const { url = '' } = servers.at(-1) ?? {}
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      expect((await fetch(`${url}/trpc/about`)).status).toBe(404)
      expect((await fetch(`${url}/`)).status).toBe(404)
    })

    it('continue with the import of one that is closed', { timeout: 60_000 }, async () => {
      const [first] = clients
      let asked = 0
      forge.faults.inject(({ kind, path }) => {
        if (kind !== 'git' || !path.includes('/network')) return undefined
        asked += 1
        return asked === 1 ? { kind: 'delay', milliseconds: 20_000 } : undefined
      })
      const { number } = await first.imports.start.mutate({ repositories: [], configured: true })
      await vi.waitFor(() => expect(asked).toBe(1), patience)
      // Either may have taken it: closing both in turn stops it for certain.
      const third = await start()
      for (const server of servers.splice(0, 2)) await server.close()
      expect((await finish(third, number)).status).toBe('finished')
      forge.faults.inject(undefined)
    })

    it('recover by themselves when PostgreSQL is restarted', async () => {
      const [first, second] = clients
      const { number } = await first.imports.start.mutate({ repositories: [], configured: true })
      await finish(first, number)
      const asking = Array.from({ length: 20 }, () => second.catalog.list.query().catch((error) => error))
      await database.restart()
      for (const answer of await Promise.all(asking)) {
        if (answer instanceof Error)
          expect(answer.message).toMatch(/^The database (?:is busy|is not responding)\.$/)
      }
      for (const client of clients) {
        await vi.waitFor(() => client.catalog.list.query(), patience)
        const again = await client.imports.start.mutate({ repositories: [], configured: true })
        expect((await finish(client, again.number)).status).toBe('finished')
      }
      const [open] = (await first.proposals.list.query({ status: 'open' })).items
      await first.proposals.approve.mutate({ number: open?.number ?? 0 })
    })
  },
)
