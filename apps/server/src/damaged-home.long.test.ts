import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { requireStarted, runImport, useServerProcesses } from './server-process.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
const startServer = useServerProcesses()

/** A home with one approved blueprint and two open proposals. */
async function createHome() {
  const folder = await temporaryDirectory()
  const estate = await GitRepository.create(join(folder, 'estate'))
  const text = 'variable "x" {}\nresource "x" "y" {}\n'
  await estate.commit({ 'a/main.tf': text, 'b/main.tf': text, 'c/main.tf': text })
  const home = join(folder, 'home')
  const server = requireStarted(await startServer(home))
  await runImport(server, estate.directory)
  await server.client.proposals.approve.mutate({ number: 1 })
  expect(await server.stop()).toBe(0)
  return { home, folder, repository: join(home, 'blueprint-repository.git') }
}

async function looseObject(repository: string, revision: string): Promise<string> {
  const id = (await runGit(repository, ['rev-parse', revision])).trim()
  return join(repository, 'objects', id.slice(0, 2), id.slice(2))
}

/** Replaces a file, also one that is read-only. */
async function overwrite(path: string, content: string | Uint8Array): Promise<void> {
  await rm(path, { force: true })
  await writeFile(path, content)
}

describe('a damaged repository', () => {
  it('is refused whole and left as it is, and comes back from a bundle', async () => {
    const { home, repository, folder } = await createHome()
    const bundle = join(folder, 'blueprints.bundle')
    await runGit(repository, ['bundle', 'create', bundle, '--all'])
    const damages: Readonly<Record<string, () => Promise<unknown>>> = {
      'a commit of zeros': async () => overwrite(await looseObject(repository, 'main'), new Uint8Array(100)),
      'a garbage branch': () => overwrite(join(repository, 'refs/heads/main'), 'garbage\n'),
      'no HEAD': () => rm(join(repository, 'HEAD')),
      'garbage packed-refs': () => overwrite(join(repository, 'packed-refs'), 'what is this\n'),
      'a short pack': async () => {
        await runGit(repository, ['repack', '-adq'])
        const packs = await readdir(join(repository, 'objects/pack'))
        await truncate(
          join(repository, 'objects/pack', packs.find((name) => name.endsWith('.pack')) ?? ''),
          300,
        )
      },
    }
    const sound = join(folder, 'sound.git')
    await cp(repository, sound, { recursive: true })
    for (const [name, damage] of Object.entries(damages)) {
      await rm(repository, { recursive: true })
      await cp(sound, repository, { recursive: true })
      await damage()
      const before = await readdir(repository, { recursive: true })
      const refused = await startServer(home)
      expect(refused, name).toMatchObject({ kind: 'failed', exitCode: 2 })
      expect(refused, name).toMatchObject({ message: expect.stringContaining(repository) as string })
      expect(refused, name).toMatchObject({ hint: expect.stringContaining('Restore it') as string })
      expect(await readdir(repository, { recursive: true }), name).toEqual(before)
    }
    await rename(repository, `${repository}.damaged`)
    await runGit(folder, ['clone', '--quiet', '--mirror', bundle, repository])
    const { client } = requireStarted(await startServer(home))
    expect((await client.catalog.list.query()).items).toHaveLength(1)
    expect(await client.proposals.approve.mutate({ number: 2 })).toMatchObject({ status: 'approved' })
  })

  it('stops only the proposal whose branch is damaged', async () => {
    const { home, repository } = await createHome()
    await overwrite(await looseObject(repository, 'groundplan/b'), new Uint8Array(100))
    const server = requireStarted(await startServer(home))
    const { client } = server
    await expect(client.proposals.approve.mutate({ number: 2 })).rejects.toThrow(
      `The git repository ${repository} is damaged.`,
    )
    expect(await client.proposals.approve.mutate({ number: 3 })).toMatchObject({ status: 'approved' })
    expect((await client.catalog.list.query()).items).toHaveLength(2)
  })
})

it(
  'refuses a damaged database and leaves it as it is; moved aside, the catalog comes back from the repository',
  { timeout: 120_000 },
  async () => {
    const { home } = await createHome()
    const database = join(home, 'database')
    const damages: Readonly<Record<string, () => Promise<unknown>>> = {
      PG_VERSION: () => overwrite(join(database, 'PG_VERSION'), 'garbage\n'),
      pg_control: () => overwrite(join(database, 'global/pg_control'), new Uint8Array(8192)),
    }
    const sound = `${database}.sound`
    await cp(database, sound, { recursive: true })
    for (const [name, damage] of Object.entries(damages)) {
      await rm(database, { recursive: true })
      await cp(sound, database, { recursive: true })
      await damage()
      const before = await readFile(join(database, 'global/pg_control'))
      const refused = await startServer(home)
      expect(refused, name).toMatchObject({ kind: 'failed', exitCode: 2 })
      expect(refused, name).toMatchObject({ message: expect.stringContaining(database) as string })
      expect(await readFile(join(database, 'global/pg_control')), name).toEqual(before)
    }
    await rename(database, `${database}.damaged`)
    const { client } = requireStarted(await startServer(home))
    expect((await client.catalog.list.query()).items).toHaveLength(1)
  },
)
