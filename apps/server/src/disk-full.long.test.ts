import { join } from 'node:path'
import { GitRepository, mountSmallDisk, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, expect, it } from 'vitest'
import { requireStarted, runImport, useServerProcesses } from './server-process.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
const startServer = useServerProcesses()
const disk = mountSmallDisk('20m')
if (disk === undefined) console.warn('Skipped: tests of a full disk, because this user may not mount one.')
afterAll(() => disk?.unmount())

const module = (variable: string) => `variable "${variable}" {}\nresource "x" "y" {}\n`
const noSpace = expect.stringContaining('No space left on the disk') as string
const readOnly = expect.stringContaining('The file system is read-only') as string

it.skipIf(disk === undefined)(
  'fails clearly on a full or read-only disk, loses nothing, and does it all once there is space',
  { timeout: 120_000 },
  async () => {
    if (disk === undefined) return
    const home = join(disk.directory, 'home')
    const estate = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    await estate.commit({ 'a/main.tf': module('x'), 'b/main.tf': module('x') })

    // A new home for which there is not enough space.
    expect(await startServer(home)).toMatchObject({ kind: 'failed', message: noSpace, exitCode: 3 })
    disk.remount('size=100m')
    let server = requireStarted(await startServer(home))
    await runImport(server, estate.directory)
    await server.client.proposals.approve.mutate({ number: 1 })

    // While it runs.
    await estate.commit({ 'c/main.tf': module('y'), 'd/main.tf': module('z') })
    disk.fill()
    const failed = await runImport(server, `file://${estate.directory}`)
    const messages = [...failed.repositories, ...failed.modules].flatMap((each) =>
      'message' in each ? [each.message] : [],
    )
    expect(messages).toContainEqual(noSpace)
    await expect(server.client.proposals.approve.mutate({ number: 2 })).rejects.toMatchObject({
      message: noSpace,
      data: { errorCode: 'external-service' },
    })
    expect((await server.client.catalog.list.query()).items).toHaveLength(1)
    disk.free()
    await server.client.proposals.approve.mutate({ number: 2 })
    const { modules } = await runImport(server, estate.directory)
    expect(modules.filter(({ outcome }) => outcome === 'failed')).toEqual([])

    // The repository's file system alone becomes read-only.
    const repository = join(home, 'blueprint-repository.git')
    const unprotect = disk.protect(repository)
    try {
      await expect(server.client.proposals.approve.mutate({ number: 3 })).rejects.toMatchObject({
        message: readOnly,
      })
      expect((await server.client.catalog.list.query()).items).toHaveLength(2)
    } finally {
      unprotect()
    }
    expect(await server.client.proposals.approve.mutate({ number: 3 })).toMatchObject({ status: 'approved' })
    expect(await server.stop()).toBe(0)

    // An existing home at the start.
    disk.fill()
    expect(await startServer(home)).toMatchObject({ message: noSpace, exitCode: 2 })
    disk.free()
    disk.remount('ro')
    const refused = await startServer(home)
    expect(refused).toMatchObject({ message: readOnly, exitCode: 2 })
    expect(refused).toMatchObject({ hint: expect.stringContaining('GROUNDPLAN_HOME') as string })
    disk.remount('rw')
    server = requireStarted(await startServer(home))
    expect((await server.client.catalog.list.query()).items).toHaveLength(3)
  },
)
