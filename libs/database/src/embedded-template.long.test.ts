import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { unpackTemplate } from './embedded-template.ts'

const temporaryDirectory = useTemporaryDirectories()

/** What a new database has, beside its own identity and the files' dates. */
async function describeDatabase(database: PGlite) {
  const list = async (query: string) => (await database.query<{ name: string }>(query)).rows
  const described = {
    databases: await list(
      'select datname as name, datcollate, datctype, encoding from pg_database order by 1',
    ),
    relations: await list('select oid, relname as name, relpages from pg_class order by 1'),
    functions: await list('select oid, proname as name from pg_proc order by 1'),
    settings: await list(
      `select name, setting from pg_settings where source = 'configuration file' order by 1`,
    ),
  }
  await database.close()
  return described
}

describe('the template of embedded databases', () => {
  it('is what the installed PGlite makes by itself', async () => {
    const directory = join(await temporaryDirectory(), 'database')
    expect(unpackTemplate(directory)).toBe(true)
    const unpacked = await describeDatabase(await PGlite.create(directory))
    expect(unpacked).toEqual(await describeDatabase(await PGlite.create()))
    expect(unpacked.functions.length).toBeGreaterThan(3000)
  })

  it('is not used for another version', async () => {
    const directory = join(await temporaryDirectory(), 'database')
    expect(unpackTemplate(directory, '0.0.0')).toBe(false)
    expect(existsSync(directory)).toBe(false)
  })
})
