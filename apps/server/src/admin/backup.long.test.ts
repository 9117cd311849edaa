import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  findPostgresqlPrograms,
  isolateGit,
  isRequired,
  startPostgresql,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import type { ServerConfig } from '../config.ts'
import { startServer } from '../start-server.ts'
import { backUp } from './backup.ts'
import { check } from './check.ts'
import { restore } from './restore.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const programs = await findPostgresqlPrograms()
const long = { timeout: 120_000 }

async function createHome(databaseUrl?: string): Promise<ServerConfig> {
  const home = join(await temporaryDirectory(), 'home')
  const config = { home, databaseUrl, host: 'localhost', port: 0, allowedHosts: [] }
  await (await startServer(config)).close()
  return config
}

describe('backUp and restore', () => {
  it('takes an empty folder, and leaves nothing behind where it fails', long, async () => {
    const config = await createHome()
    const folder = await temporaryDirectory()
    await expect(backUp(config, join(config.home, 'backup'))).rejects.toMatchObject({ code: 'input-invalid' })
    await rm(join(config.home, 'blueprint-repository.git/HEAD'))
    await expect(backUp(config, join(folder, 'backup'))).rejects.toThrow()
    expect(await readdir(folder)).toEqual([])

    const whole = await createHome()
    await mkdir(join(folder, 'backup'))
    const { findings, homeId } = await backUp(whole, join(folder, 'backup'))
    expect(findings).toEqual([])
    const manifest = JSON.parse(await readFile(join(folder, 'backup/backup.json'), 'utf8'))
    expect(manifest).toMatchObject({ version: 1, homeId, database: { kind: 'embedded' } })
  })

  it('restores into a home in which a restore was stopped, and refuses other databases', long, async () => {
    const config = await createHome()
    const folder = join(await temporaryDirectory(), 'backup')
    await backUp(config, folder)
    const home = join(await temporaryDirectory(), 'restored')
    const elsewhere = { ...config, home, databaseUrl: 'postgres://localhost/none' }
    await expect(restore(elsewhere, folder)).rejects.toMatchObject({
      message: expect.stringContaining('this one uses PostgreSQL'),
    })
    await restore({ ...config, home }, folder)
    await rm(join(home, 'database'), { recursive: true })
    await rm(join(home, 'blueprint-repository.git'), { recursive: true })
    await mkdir(join(home, '.restoring-stopped/database'), { recursive: true })
    expect(await restore({ ...config, home }, folder)).toMatchObject({ findings: [] })
    expect(await readdir(home)).not.toContain('.restoring-stopped')
    await (await startServer({ ...config, home })).close()
    expect(await check({ ...config, home })).toMatchObject({ findings: [] })
  })

  it.skipIf(programs === undefined && !isRequired('postgresql'))(
    'backs up the repository alone where the database is PostgreSQL (skipped where PostgreSQL is not installed)',
    long,
    async () => {
      const postgresql = await startPostgresql(programs ?? 'missing: install PostgreSQL')
      try {
        const config = await createHome(postgresql.url)
        const folder = join(await temporaryDirectory(), 'backup')
        expect(await backUp(config, folder)).toMatchObject({ database: { kind: 'postgresql' } })
        expect((await readdir(folder)).toSorted()).toEqual(['backup.json', 'repository.bundle'])
        const home = join(await temporaryDirectory(), 'restored')
        expect(await restore({ ...config, home }, folder)).toMatchObject({ findings: [] })
      } finally {
        await postgresql.stop()
      }
    },
  )
})
