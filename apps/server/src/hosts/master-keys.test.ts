import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateMasterKey } from '@groundplan/secrets'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createMasterKeyFinder } from './master-keys.ts'

const temporaryDirectory = useTemporaryDirectories()
const idOf = async (find: ReturnType<typeof createMasterKeyFinder>) => (await find()).current.id

describe('the master key', () => {
  it('is created in the home folder at the first use, for its owner only', async () => {
    const home = join(await temporaryDirectory(), 'home')
    const config = { home, databaseUrl: undefined }
    const find = createMasterKeyFinder(config)
    await expect(stat(join(home, 'master.key'))).rejects.toThrow('ENOENT')
    const ids = await Promise.all([find, find, createMasterKeyFinder(config)].map(idOf))
    expect(new Set(ids).size).toBe(1)
    expect((await stat(join(home, 'master.key'))).mode & 0o777).toBe(0o600)
    expect(await idOf(createMasterKeyFinder(config))).toBe(ids[0])
  })

  it('is read from a file each time, and from a variable', async () => {
    const home = await temporaryDirectory()
    const masterKeyFile = join(home, 'keys')
    const [one, two] = [generateMasterKey(), generateMasterKey()]
    await writeFile(masterKeyFile, one)
    const find = createMasterKeyFinder({ home, databaseUrl: 'postgresql://db/x', masterKeyFile })
    const first = await idOf(find)
    await writeFile(masterKeyFile, `${two}\n${one}\n`)
    const { current, former } = await find()
    expect([current.id === first, former.map(({ id }) => id)]).toEqual([false, [first]])
    const ofVariable = createMasterKeyFinder({ home, databaseUrl: undefined, masterKey: one })
    expect(await idOf(ofVariable)).toBe(first)
    await expect(readFile(join(home, 'master.key'))).rejects.toThrow('ENOENT')
  })

  it('must be given with PostgreSQL, and readable', async () => {
    const home = await temporaryDirectory()
    const databaseUrl = 'postgresql://db/x'
    await expect(createMasterKeyFinder({ home, databaseUrl })()).rejects.toThrow(
      'The server has no master key',
    )
    const masterKeyFile = join(home, 'none')
    await expect(createMasterKeyFinder({ home, databaseUrl, masterKeyFile })()).rejects.toThrow(
      `Cannot read the master key ${masterKeyFile}.`,
    )
    await expect(createMasterKeyFinder({ home, databaseUrl, masterKey: 'CANARY' })()).rejects.toThrow(
      'Line 1 of GROUNDPLAN_MASTER_KEY is not a key of 32 bytes in base64.',
    )
  })
})
