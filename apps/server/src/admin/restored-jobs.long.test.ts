import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { openDatabase, PostgresImportStore } from '@groundplan/database'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'
import type { ServerConfig } from '../config.ts'
import { openJobs } from '../jobs/open-jobs.ts'
import { createSilentLogger } from '../log/create-logger.ts'
import { waitForReport } from '../server-process.fixture.ts'
import { startServer } from '../start-server.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'
import { defaultScope } from '../default-scope.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

/** What a server leaves behind that stops with an import that waits and one that runs. */
async function leaveImports(home: string, address: string, losesJobs: boolean): Promise<void> {
  const database = await openDatabase({ kind: 'embedded', directory: join(home, 'database') })
  const { engine } = database
  if (engine.kind !== 'embedded') throw new Error('This is about the embedded database.')
  const logger = createSilentLogger()
  const jobs = await openJobs({ database, scope: defaultScope, works: false, logger, version: '1.0.0' })
  const imports = new PostgresImportStore(database, defaultScope, jobs)
  const options = { startedAt: new Date(), waiting: 10 }
  const { number: running } = await imports.add({ repositories: [{ address }] }, options)
  await imports.begin(running, 'an attempt that never ended')
  await engine.pglite
    .exec(`update groundplan_jobs.job set state = 'active', started_on = now(), heartbeat_on = now()
    where name = 'run-import'`)
  await imports.add({ repositories: [{ address }] }, options)
  await jobs.close()
  if (losesJobs) await engine.pglite.exec('drop schema groundplan_jobs cascade')
  await database.destroy()
}

it.each([
  ['with its jobs', false],
  ['without the schema of the jobs', true],
] as const)(
  'imports that waited or ran at the time of the backup run after it is restored %s',
  { timeout: 120_000 },
  async (_, losesJobs) => {
    const [home, backup, restored] = await Promise.all(
      ['home', 'backup', 'restored'].map(async (name) => join(await temporaryDirectory(), name)),
    )
    const config: ServerConfig = {
      home: home ?? '',
      databaseUrl: undefined,
      host: 'localhost',
      port: 0,
      allowedHosts: [],
    }
    await (await startServer(config)).close()
    const source = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    await source.commit({ 'network/main.tf': 'variable "a" {}\nresource "x" "y" {}\n' })
    await leaveImports(config.home, source.directory, losesJobs)
    await backUp(config, backup ?? '')
    await restore({ ...config, home: restored ?? '' }, backup ?? '')
    const server = await startServer({ ...config, home: restored ?? '' })
    try {
      const client = createNodeApiClient(server.url)
      const outcomes = await Promise.all([1, 2].map((number) => waitForReport(client, number)))
      const found = outcomes.flatMap(({ modules }) => modules.map(({ outcome }) => outcome))
      expect(found.toSorted()).toEqual(['new', 'unchanged'])
      expect((await client.proposals.list.query({})).items).toHaveLength(1)
    } finally {
      await server.close()
    }
  },
)
