import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scope } from '@groundplan/actor'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { openDatabase } from '@groundplan/database'
import {
  findPostgresqlPrograms,
  GitRepository,
  isolateGit,
  isRequired,
  patience,
  startPostgresql,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { sql } from 'kysely'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ServerConfig } from './config.ts'
import { databaseLocation } from './database-location.ts'
import { defaultScope } from './default-scope.ts'
import { startServer } from './start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const programs = await findPostgresqlPrograms()
const long = { timeout: 900_000 }

const otherScope: Scope = { ...defaultScope, blueprintRepositoryId: 'network' }
const module =
  'variable "name" {\n  type = string\n}\nresource "aws_sqs_queue" "this" {\n  name = var.name\n}\n'

type Server = Awaited<ReturnType<typeof start>>
const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function start(config: Pick<ServerConfig, 'home' | 'databaseUrl'>, scope: Scope) {
  const options = { ...config, host: 'localhost', port: 0, allowedHosts: [] }
  const server = await startServer(options, { scope })
  running.push(server)
  const client = createNodeApiClient(server.url)
  return {
    client,
    close: async () => {
      running.splice(running.indexOf(server), 1)
      await server.close()
    },
    async import(address: string) {
      const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
      return vi.waitFor(async () => {
        const { state } = await client.imports.get.query({ number })
        expect(state.status).toBe('finished')
        if (state.status !== 'finished') throw new Error('unreachable')
        return { number, outcomes: state.report.modules.map(({ path, outcome }) => `${path} ${outcome}`) }
      }, patience)
    },
    approve: async (number: number) => client.proposals.approve.mutate({ number }),
    async show() {
      const [proposals, catalog, imports] = [
        (await client.proposals.list.query({})).items,
        (await client.catalog.list.query()).items,
        (await client.imports.list.query({})).items,
      ]
      return {
        proposals: proposals.map(({ number, blueprint, status }) => ({ number, blueprint, status })),
        catalog: catalog.map(({ name }) => name),
        imports: imports.map(({ number }) => number),
      }
    },
  }
}

async function createModules(name: string): Promise<string> {
  const source = await GitRepository.create(join(await temporaryDirectory(), name))
  await source.commit({ 'queue/main.tf': module })
  return source.directory
}

/** Imports the same modules into both and approves them, with each server that it opens used for one scope. */
async function useBoth(open: (scope: Scope) => Promise<Server>, done: (server: Server) => Promise<void>) {
  const source = await createModules('source')
  const first = await open(defaultScope)
  const one = await first.import(source)
  await done(first)
  const second = await open(otherScope)
  expect(await second.show()).toEqual({ proposals: [], catalog: [], imports: [] })
  const two = await second.import(source)
  // New here as well, under the same name.
  expect(two.outcomes).toEqual(one.outcomes)
  const [own] = (await second.show()).proposals
  expect(own).toMatchObject({ blueprint: 'queue', status: 'open' })
  await second.approve(own?.number ?? 0)
  await vi.waitFor(async () => expect((await second.show()).catalog).toEqual(['queue']), patience)
  await done(second)

  const again = await open(defaultScope)
  const shown = await again.show()
  expect(shown).toMatchObject({ proposals: [{ blueprint: 'queue', status: 'open' }], catalog: [] })
  expect(shown.imports).toEqual([one.number])
  const [mine] = shown.proposals
  expect(mine?.number).not.toBe(own?.number)
  await expect(again.client.proposals.get.query({ number: own?.number ?? 0 })).rejects.toThrow(/proposal/i)
  await expect(again.approve(own?.number ?? 0)).rejects.toThrow(/proposal/i)
  await expect(again.client.imports.get.query({ number: two.number })).rejects.toThrow(/import/i)
  await expect(again.client.imports.cancel.mutate({ number: two.number })).rejects.toThrow(/import/i)
  await again.approve(mine?.number ?? 0)
  await vi.waitFor(async () => expect((await again.show()).catalog).toEqual(['queue']), patience)
  await done(again)
}

async function readJobs(config: Pick<ServerConfig, 'home' | 'databaseUrl'>) {
  const database = await openDatabase(databaseLocation(config))
  try {
    const { rows: schedules } = await sql<{ name: string }>`
      select name from groundplan_jobs.schedule order by name`.execute(database)
    const { rows: imports } = await sql<{ name: string; keys: string[] }>`
      select name, array_agg(singleton_key order by singleton_key) as keys from groundplan_jobs.job
      where name like 'run-import%' group by name order by name`.execute(database)
    return { schedules: schedules.map(({ name }) => name), imports }
  } finally {
    await database.destroy()
  }
}

const expectedJobs = {
  schedules: ['sync-catalog', 'sync-catalog/default/network', 'tidy', 'tidy/default/network'],
  imports: [
    { name: 'run-import', keys: [expect.any(String)] },
    { name: 'run-import/default/network', keys: [expect.any(String)] },
  ],
}

describe('two blueprint repositories in one database', () => {
  it(
    'see nothing of each other in one home with the embedded database, one after the other',
    long,
    async () => {
      const home = join(await temporaryDirectory(), 'home')
      const config = { home, databaseUrl: undefined }
      await useBoth(
        (scope) => start(config, scope),
        (server) => server.close(),
      )
      expect(await readJobs(config)).toEqual(expectedJobs)
      expect(await readdir(home)).toEqual(expect.arrayContaining(['blueprint-repository.git', 'scopes']))
      expect(await readdir(join(home, 'scopes/default/network'))).toContain('blueprint-repository.git')
    },
  )

  it.skipIf(programs === undefined && !isRequired('postgresql'))(
    'see nothing of each other on PostgreSQL, at the same time (skipped where PostgreSQL is not installed)',
    long,
    async () => {
      const postgresql = await startPostgresql(programs ?? 'missing: install PostgreSQL')
      const databaseUrl = postgresql.url
      try {
        const servers = new Map<Scope, Server>()
        const open = async (scope: Scope) => {
          const home = join(await temporaryDirectory(), 'home')
          const server = servers.get(scope) ?? (await start({ home, databaseUrl }, scope))
          servers.set(scope, server)
          return server
        }
        await useBoth(open, async () => {})
        expect(await readJobs({ home: '', databaseUrl })).toEqual(expectedJobs)
      } finally {
        for (const server of running.splice(0)) await server.close()
        await postgresql.stop()
      }
    },
  )
})
