import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ExternalServiceError, InputError } from '@groundplan/errors'
import {
  findPostgresqlPrograms,
  isRequired,
  startPostgresql,
  useTemporaryDirectories,
  type TestPostgresql,
} from '@groundplan/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './open-database.ts'

const temporaryDirectory = useTemporaryDirectories()
const programs = await findPostgresqlPrograms()

describe('an embedded database', () => {
  let sound: string
  let parent: string
  beforeAll(async () => {
    parent = await temporaryDirectory()
    sound = join(parent, 'database')
    // What a kill in the middle of the first start leaves: the marker, and some of the files.
    await mkdir(join(parent, '.database-unfinished'))
    await mkdir(join(sound, 'base'), { recursive: true })
    await writeFile(join(sound, 'PG_VERSION'), '1')
    await (await openDatabase({ kind: 'embedded', directory: sound })).destroy()
  })

  it('is made anew where a first attempt was killed in the middle', async () => {
    expect(await readdir(parent)).toEqual(['.database-lock', 'database'])
    expect(await readdir(sound)).toContain('global')
  })

  it('is made in an empty folder', async () => {
    const directory = await temporaryDirectory()
    await (await openDatabase({ kind: 'embedded', directory })).destroy()
    expect(await readdir(directory)).toContain('PG_VERSION')
  })

  it('is opened by one at a time', async () => {
    const database = await openDatabase({ kind: 'embedded', directory: sound })
    await expect(openDatabase({ kind: 'embedded', directory: sound })).rejects.toMatchObject({
      name: 'ConflictError',
      message: `The embedded database in ${sound} is already open.`,
    })
    await database.destroy()
    await (await openDatabase({ kind: 'embedded', directory: sound })).destroy()
  })

  const damages: Readonly<Record<string, (directory: string) => Promise<unknown>>> = {
    'a garbled version file': (directory) => writeFile(join(directory, 'PG_VERSION'), 'garbage'),
    'files of another version': (directory) => writeFile(join(directory, 'PG_VERSION'), '12\n'),
    'an empty control file': (directory) => truncate(join(directory, 'global/pg_control'), 0),
    'a garbled control file': (directory) => writeFile(join(directory, 'global/pg_control'), 'garbage'),
    'a cut-off log': async (directory) => {
      const files = (await readdir(join(directory, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name))
      await Promise.all(files.map((name) => truncate(join(directory, 'pg_wal', name), 100)))
    },
    'garbled tables': async (directory) => {
      const files = await readdir(join(directory, 'base/5'))
      await Promise.all(files.map((name) => writeFile(join(directory, 'base/5', name), 'garbage')))
    },
    'no tables': (directory) => rm(join(directory, 'base'), { recursive: true }),
  }
  it.each(Object.keys(damages))('with %s is refused with the next step', async (damage) => {
    const directory = join(await temporaryDirectory(), 'database')
    await cp(sound, directory, { recursive: true })
    await damages[damage]?.(directory)
    const opening = openDatabase({ kind: 'embedded', directory })
    await expect(opening).rejects.toThrow(InputError)
    await expect(opening).rejects.toMatchObject({
      message: `The embedded database in ${directory} could not be opened: its files are damaged or belong to another version.`,
      hint: expect.stringContaining('backup'),
    })
  })

  it('never writes over a folder that holds something else', async () => {
    const directory = await temporaryDirectory()
    await writeFile(join(directory, 'thesis.txt'), 'ten years of work')
    await expect(openDatabase({ kind: 'embedded', directory })).rejects.toThrow(
      'the folder contains something else',
    )
    expect(await readdir(directory)).toEqual(['thesis.txt'])
  })

  it('never makes a new database where the version file of an old one is lost', async () => {
    const directory = join(await temporaryDirectory(), 'database')
    await cp(sound, directory, { recursive: true })
    await rm(join(directory, 'PG_VERSION'))
    const before = await readFile(join(directory, 'global/pg_control'))
    await expect(openDatabase({ kind: 'embedded', directory })).rejects.toThrow(InputError)
    expect(await readFile(join(directory, 'global/pg_control'))).toEqual(before)
  })

  it('is refused where there is a file instead of a folder', async () => {
    const directory = join(await temporaryDirectory(), 'database')
    await writeFile(directory, 'x')
    await expect(openDatabase({ kind: 'embedded', directory })).rejects.toThrow(
      /could not be opened: ENOTDIR/,
    )
  })
})

describe('a PostgreSQL database', () => {
  it('that nobody serves is reported with where it should be and without its password', async () => {
    const port = await closedPort()
    const url = `postgresql://groundplan:s3cr%2Fet@localhost:${port}/groundplan?password=s3cret2`
    const opening = openDatabase({ kind: 'postgresql', url })
    await expect(opening).rejects.toMatchObject({
      name: 'ExternalServiceError',
      service: 'postgresql',
      retryable: true,
      message: expect.stringMatching(
        new RegExp(`^Could not use the database postgresql://localhost:${port}/groundplan: .*ECONNREFUSED`),
      ),
    })
    await expect(opening).rejects.not.toThrow(/s3cr/)
  })
})

describe.skipIf(programs === undefined && !isRequired('postgresql'))(
  'a PostgreSQL server (skipped where its programs are not installed)',
  () => {
    let server: TestPostgresql
    beforeAll(async () => {
      server = await startPostgresql(programs ?? 'missing: install PostgreSQL')
    })
    afterAll(() => server?.stop())

    it('can be opened by several processes at once while it has no tables yet', async () => {
      const open = () => openDatabase({ kind: 'postgresql', url: server.url })
      const databases = await Promise.all([open(), open(), open()])
      const found = await Promise.all(
        databases.map((database) => sql`select * from proposal`.execute(database)),
      )
      expect(found.map(({ rows }) => rows)).toEqual([[], [], []])
      await Promise.all(databases.map((database) => database.destroy()))
    })

    it('is used again once it is back after a restart under queries', async () => {
      const database = await openDatabase({ kind: 'postgresql', url: server.url })
      const ask = () => sql`select 1`.execute(database)
      const busy = [1, 2, 3].map(() => sql`select pg_sleep(30)`.execute(database).catch((error) => error))
      await ask()
      await server.restart()
      for (const error of await Promise.all(busy)) {
        expect(error).toBeInstanceOf(ExternalServiceError)
        expect(error).toMatchObject({ message: 'The database is not responding.', retryable: true })
      }
      const answered = await Promise.allSettled(Array.from({ length: 20 }, ask))
      expect(answered.some(({ status }) => status === 'fulfilled')).toBe(true)
      await ask()
      await database.destroy()
    })

    it('says that it is busy instead of what the driver says, when every connection is taken', async () => {
      const database = await openDatabase({ kind: 'postgresql', url: server.url })
      const busy = Array.from({ length: 10 }, () => sql`select pg_sleep(5)`.execute(database))
      await expect(sql`select 1`.execute(database)).rejects.toMatchObject({
        name: 'ExternalServiceError',
        message: 'The database is busy.',
        hint: 'Try again in a moment.',
        status: 503,
      })
      await Promise.all(busy)
      await database.destroy()
    })

    it('without the database that is asked for is reported with its name', async () => {
      const url = server.url.replace('/postgres?', '/nowhere?')
      const opening = openDatabase({ kind: 'postgresql', url })
      await expect(opening).rejects.toThrow(/\/nowhere: .*"nowhere" does not exist/)
    })
  },
)

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 1
}
