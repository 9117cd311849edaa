import { cp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import {
  findPostgresqlPrograms,
  GitRepository,
  isolateGit,
  isRequired,
  runGit,
  startPostgresql,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { locateBlueprints } from './hosts/locate-blueprints.ts'
import { startServer, type RunningServer } from './start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const programs = await findPostgresqlPrograms()
const running: RunningServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function start(home: string, databaseUrl?: string): Promise<RunningServer> {
  const server = await startServer({ home, databaseUrl, host: 'localhost', port: 0, allowedHosts: [] })
  running.push(server)
  return server
}

/** The server looks at its repository every few seconds. */
const waiting = { timeout: 90_000, interval: 100 }

/** Brings a blueprint into a home's repository and its catalog, and stops the server. */
async function fill(home: string, databaseUrl?: string): Promise<void> {
  const server = await start(home, databaseUrl)
  const person = await GitRepository.clone(repositoryOf(home), join(await temporaryDirectory(), 'clone'))
  await person.commit({ 'blueprints/network.yaml': 'spec_version: 2\ndescription: One.\ngrains: {}\n' })
  await person.git('push', '--quiet', 'origin', 'main')
  await vi.waitFor(async () => expect(await listNames(server)).toEqual(['network']), waiting)
  await server.close()
  running.pop()
}

let template: string
beforeAll(async () => {
  template = join(await temporaryDirectory(), 'home')
  await fill(template)
})

/** A home whose catalog has one blueprint; its database takes longer to make than to copy. */
async function createUsedHome(): Promise<string> {
  const home = join(await temporaryDirectory(), 'home')
  await cp(template, home, { recursive: true })
  return home
}

const repositoryOf = (home: string) => join(home, 'blueprint-repository.git')

async function listNames({ url }: RunningServer): Promise<readonly string[]> {
  return (await createNodeApiClient(url).catalog.list.query()).items.map(({ name }) => name)
}

/** Starting takes its time on a busy machine. */
const long = { timeout: 120_000 }

describe('a server whose blueprint repository is not the one that its database knows', () => {
  it(
    'refuses to start without the repository and creates none; with it, everything is as before',
    long,
    async () => {
      const home = await createUsedHome()
      await rename(repositoryOf(home), join(home, 'aside.git'))
      await expect(start(home)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining(`no repository was found at ${repositoryOf(home)}`),
        hint: expect.stringContaining('groundplan admin adopt'),
      })
      expect(await readdir(home)).not.toContain('blueprint-repository.git')
      await rename(join(home, 'aside.git'), repositoryOf(home))
      expect(await listNames(await start(home))).toEqual(['network'])
    },
  )

  it('refuses one that was created in the same second with the same files', long, async () => {
    const home = await createUsedHome()
    await rm(repositoryOf(home), { recursive: true })
    const place = await locateBlueprints({ home, blueprints: undefined })
    await place.open()
    await expect(start(home)).rejects.toThrow('is not the blueprint repository that the database belongs to')
  })

  it('starts with a repository that was restored from a bundle', long, async () => {
    const home = await createUsedHome()
    await runGit(repositoryOf(home), ['bundle', 'create', '--quiet', join(home, 'b.bundle'), '--all'])
    await runGit(repositoryOf(home), ['bundle', 'verify', '--quiet', join(home, 'b.bundle')])
    await rm(repositoryOf(home), { recursive: true })
    await runGit(home, ['clone', '--quiet', '--mirror', 'b.bundle', 'blueprint-repository.git'])
    expect(await listNames(await start(home))).toEqual(['network'])
  })

  it('refuses an older copy of it', long, async () => {
    const home = await createUsedHome()
    await rename(repositoryOf(home), join(home, 'newer.git'))
    await runGit(home, ['clone', '--quiet', '--bare', 'newer.git', 'blueprint-repository.git'])
    await runGit(repositoryOf(home), ['update-ref', 'refs/heads/main', 'main~1'])
    await runGit(repositoryOf(home), ['reflog', 'expire', '--expire=now', '--all'])
    await runGit(repositoryOf(home), ['gc', '--quiet', '--prune=now'])
    await expect(start(home)).rejects.toThrow('is older than the database')
    await runGit(join(home, 'newer.git'), ['push', '--quiet', repositoryOf(home), 'main'])
    expect(await listNames(await start(home))).toEqual(['network'])
  })

  it('tells readers while it runs, and keeps the catalog, when main is set back', long, async () => {
    const home = await createUsedHome()
    const server = await start(home)
    const main = (await runGit(repositoryOf(home), ['rev-parse', 'main'])).trim()
    await runGit(repositoryOf(home), ['update-ref', 'refs/heads/main', `${main}~1`])
    const { catalog } = createNodeApiClient(server.url)
    await vi.waitFor(async () => {
      expect(await catalog.status.query()).toMatchObject({
        stale: true,
        problem: {
          message: expect.stringContaining('was rewritten'),
          hint: expect.stringContaining('groundplan admin adopt'),
        },
      })
    }, waiting)
    expect(await listNames(server)).toEqual(['network'])
    await runGit(repositoryOf(home), ['update-ref', 'refs/heads/main', main])
    await vi.waitFor(
      async () => expect(await catalog.status.query()).toMatchObject({ stale: false }),
      waiting,
    )
    expect(await listNames(server)).toEqual(['network'])
  })

  it.skipIf(programs === undefined && !isRequired('postgresql'))(
    'refuses a second server with a repository in its own home on one PostgreSQL (skipped where PostgreSQL is not installed)',
    long,
    async () => {
      const database = await startPostgresql(programs ?? 'missing: install PostgreSQL')
      try {
        const home = join(await temporaryDirectory(), 'first')
        await fill(home, database.url)
        const first = await start(home, database.url)
        const second = join(await temporaryDirectory(), 'second')
        await expect(start(second, database.url)).rejects.toThrow('no repository was found at')
        expect(await readdir(second)).not.toContain('blueprint-repository.git')
        await expect(start(await createUsedHome(), database.url)).rejects.toThrow(
          'is not the blueprint repository',
        )
        expect(await listNames(first)).toEqual(['network'])
      } finally {
        for (const server of running.splice(0)) await server.close()
        await database.stop()
      }
    },
  )
})
