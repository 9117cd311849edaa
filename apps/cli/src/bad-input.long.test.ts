import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

describe('bad input', () => {
  let home: string

  beforeAll(async () => {
    home = join(await temporaryDirectory(), 'home')
  })

  it('an import of nothing exits with 2 and says why', async () => {
    const { code, err } = await groundplan(home, 'import')
    expect(code).toBe(2)
    expect(err).not.toBe('')
    expect(err).not.toContain('    at ')
  })

  it.each([
    [
      'a folder that is no repository',
      1,
      /is not a git repository[\s\S]*git init/,
      (directory: string) => directory,
    ],
    [
      'a folder that does not exist',
      1,
      /Folder .* does not exist/,
      (directory: string) => join(directory, 'nowhere'),
    ],
    ['a remote that cannot be reached', 3, /Could not reach/, () => 'http://localhost:1/modules.git'],
    ['a transport that runs commands', 2, /Invalid repository address/, () => 'ext::sh -c true'],
  ])('%s gives a clear message and an exit code', async (_, expected, message, address) => {
    const directory = await temporaryDirectory()
    const { code, out } = await groundplan(home, 'import', address(directory))
    expect(code).toBe(expected)
    expect(out).toMatch(message)
  })

  it('an empty repository and a branch that does not exist say what to do', async () => {
    const { directory: empty } = await GitRepository.create(await temporaryDirectory())
    const full = await GitRepository.create(await temporaryDirectory())
    await full.commit({ 'main.tf': 'variable "name" {}\n' })
    expect((await groundplan(home, 'import', empty)).out).toMatch(/is empty[\s\S]*Add a commit/)
    const missing = await groundplan(home, 'import', full.directory, '--ref', 'release')
    expect(missing.out).toMatch(/no branch, tag or commit "release"[\s\S]*Its branches are main/)
  })

  it('never repeats a password that an address carries', async () => {
    const { code, out, err } = await groundplan(
      home,
      'import',
      'https://joe:s3cret@localhost/x.git',
      '--json',
    )
    expect(code).toBe(2)
    expect(out + err).not.toContain('s3cret')
  })

  it('a port in use and a damaged database are told apart, and nothing is lost', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, 'localhost', () => resolve((server.address() as { port: number }).port))
    })
    const busy = await groundplan(home, 'serve', '--port', String(port))
    server.close()
    expect(busy).toMatchObject({ code: 2 })
    expect(busy.err).toMatch(/already in use[\s\S]*--port/)
    await writeFile(join(home, 'database/PG_VERSION'), 'garbage')
    const damaged = await groundplan(home, 'catalog', 'list')
    expect(damaged).toMatchObject({ code: 2 })
    expect(damaged.err).toMatch(/could not be opened[\s\S]*Nothing was changed/)
    expect(await readFile(join(home, 'database/PG_VERSION'), 'utf8')).toBe('garbage')
  })
})
