// Over 300 lines: one suite for every state in which a home folder can be found.
import { chmod, chown, cp, mkdir, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { forkModule } from '../fork-module.ts'
import { runProgram } from '../run-program.ts'
import { lockHome } from './lock-home.ts'
import { adoptHome, findHome, openHome } from './open-home.ts'
import { announceServer, answerChallenge, createServerSecret, findServer } from './server-announcement.ts'
import { findProjectHome, findUserDataFolder } from './user-data-folder.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

describe('the default home', () => {
  it.each([
    [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/groundplan'],
    [{ XDG_DATA_HOME: 'relative' }, 'linux', '/home/ada/.local/share/groundplan'],
    [{}, 'linux', '/home/ada/.local/share/groundplan'],
    [{}, 'darwin', '/home/ada/Library/Application Support/groundplan'],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/groundplan'],
  ])('with %j on %s is below %s', (environment, platform, expected) => {
    expect(findUserDataFolder({ environment, platform, userFolder: '/home/ada' })).toBe(expected)
  })

  it('belongs to the work tree, wherever in it one works', async () => {
    const { directory } = await GitRepository.create(join(await temporaryDirectory(), 'my modules'))
    await mkdir(join(directory, 'deep/down'), { recursive: true })
    const home = findProjectHome(join(directory, 'deep/down'), '/data')
    expect(home).toBe(findProjectHome(directory, '/data'))
    expect(home).toMatch(/^\/data\/homes\/my-modules-[0-9a-f]{10}$/)
    expect(findProjectHome(dirname(directory), '/data')).not.toBe(home)
  })
})

describe('a home', () => {
  it('is made where nothing is, for its user alone, and found again', async () => {
    const path = join(await temporaryDirectory(), 'a/home')
    expect(await findHome(path)).toBeUndefined()
    const { id } = await openHome(path)
    expect((await stat(path)).mode & 0o777).toBe(0o700)
    expect(await findHome(path)).toMatchObject({ id })
    expect(await openHome(path)).toMatchObject({ id })
  })

  it('may be an empty volume', async () => {
    const path = await temporaryDirectory()
    await mkdir(join(path, 'lost+found'))
    expect(await openHome(path)).toMatchObject({ path })
  })

  it.each(['database', 'server.json', 'blueprint-repository.git', 'anything'])(
    'is not a folder with %s that we did not make, until the user says so',
    async (name) => {
      const path = await temporaryDirectory()
      await mkdir(join(path, name))
      await expect(openHome(path)).rejects.toMatchObject({ hint: expect.stringContaining('adopt-home') })
      await expect(findHome(path)).rejects.toThrow('is not a Groundplan home')
      await adoptHome(path)
      expect(await openHome(path)).toMatchObject({ path })
    },
  )

  it.each(['database', 'server.json', 'home.json', 'clones'])(
    'does not follow a link at %s',
    async (name) => {
      const path = join(await temporaryDirectory(), 'home')
      await openHome(path)
      await rename(join(path, 'home.json'), `${path}.json`)
      if (name !== 'home.json') await rename(`${path}.json`, join(path, 'home.json'))
      await symlink(name === 'home.json' ? `${path}.json` : dirname(path), join(path, name))
      await expect(openHome(path)).rejects.toThrow(`${join(path, name)} is a symbolic link`)
    },
  )

  it.each([
    ...['clones/x', 'blueprint-repository.git/objects', 'database/pg_wal', 'blueprint-copies/x.git'],
    ...['scopes', 'scopes/acme', 'scopes/acme/one', 'scopes/acme/one/clones', 'scopes/acme/one/clones/x.git'],
  ])('does not follow a link at %s', async (name) => {
    const path = join(await temporaryDirectory(), 'home')
    await openHome(path)
    await mkdir(dirname(join(path, name)), { recursive: true })
    await symlink(dirname(path), join(path, name))
    await expect(openHome(path)).rejects.toThrow(`${join(path, name)} is a symbolic link`)
  })

  it('can be opened by several at once, and after a start that was killed before the marker was whole', async () => {
    const path = join(await temporaryDirectory(), 'home')
    await mkdir(path)
    await writeFile(join(path, 'home.json.unfinished'), '')
    const homes = await Promise.all([1, 2, 3, 4].map(() => openHome(path)))
    expect(new Set(homes.map(({ id }) => id)).size).toBe(1)
  })

  it.runIf(process.getuid?.() === 0)('is not what another user calls one, not even for root', async () => {
    const path = join(await temporaryDirectory(), 'home')
    await openHome(path)
    await chown(path, 12_345, 12_345)
    expect(await openHome(path)).toMatchObject({ path })
    await chown(join(path, 'home.json'), 12_345, 12_345)
    await expect(openHome(path)).rejects.toThrow('home.json belongs to another user')
  })

  it('with a damaged marker, or a pipe for one, is refused without waiting', async () => {
    const path = join(await temporaryDirectory(), 'home')
    await mkdir(path)
    await runProgram('mkfifo', [join(path, 'home.json')])
    await expect(openHome(path)).rejects.toThrow('neither a file nor a folder')
  })

  describe('in a work tree', () => {
    async function inWorkTree() {
      const repository = await GitRepository.create(await temporaryDirectory())
      await repository.commit({ 'main.tf': '' })
      return {
        repository,
        path: join(repository.directory, 'home'),
        userDataFolder: await temporaryDirectory(),
      }
    }

    it('is accepted if this user made it there', async () => {
      const { path, userDataFolder } = await inWorkTree()
      const { id } = await openHome(path, { userDataFolder })
      expect(await openHome(path, { userDataFolder })).toMatchObject({ id })
    })

    it('is refused if somebody else did, or if it was moved there', async () => {
      const { path, userDataFolder } = await inWorkTree()
      await openHome(path, { userDataFolder })
      await expect(openHome(path, { userDataFolder: await temporaryDirectory() })).rejects.toThrow(
        'is inside',
      )
      await expect(openHome(path)).rejects.toThrow('is inside')
      await rename(path, `${path}-moved`)
      await expect(openHome(`${path}-moved`, { userDataFolder })).rejects.toThrow('is inside')
    })

    it('is refused as soon as git tracks something in it', async () => {
      const { repository, path, userDataFolder } = await inWorkTree()
      await openHome(path, { userDataFolder })
      await repository.commit({ 'home/blueprint-repository.git/HEAD': 'ref: refs/heads/main\n' })
      await expect(openHome(path, { userDataFolder })).rejects.toThrow('is inside')
    })

    it('is adopted only if git tracks nothing in it', async () => {
      const { repository, path, userDataFolder } = await inWorkTree()
      await mkdir(join(path, 'database'), { recursive: true })
      await adoptHome(path, { userDataFolder })
      expect(await openHome(path, { userDataFolder })).toMatchObject({ path })
      await repository.commit({ 'brought/database/PG_VERSION': '17\n' })
      const brought = join(repository.directory, 'brought')
      await expect(adoptHome(brought, { userDataFolder })).rejects.toThrow('is inside')
      await expect(stat(join(brought, 'home.json'))).rejects.toThrow('ENOENT')
    })

    it('is refused also behind a link from outside', async () => {
      const { path } = await inWorkTree()
      await openHome(path)
      const link = join(await temporaryDirectory(), 'link')
      await symlink(path, link)
      await expect(openHome(link)).rejects.toThrow('is inside')
    })

    it('is refused without running a program that the repository names', async () => {
      const { repository, path, userDataFolder } = await inWorkTree()
      await openHome(path, { userDataFolder })
      const log = join(userDataFolder, 'log')
      const program = join(userDataFolder, 'program')
      await writeFile(program, `#!/bin/sh\necho run >> ${log}\n`, { mode: 0o755 })
      await repository.git('config', 'core.fsmonitor', program)
      await openHome(path, { userDataFolder })
      await expect(stat(log)).rejects.toThrow('ENOENT')
    })
  })

  it('that was copied to a place outside of work trees is the same home', async () => {
    const path = join(await temporaryDirectory(), 'home')
    const { id } = await openHome(path)
    await cp(path, `${path}-restored`, { recursive: true })
    expect(await openHome(`${path}-restored`)).toMatchObject({ id })
  })
})

describe('the lock of a home', () => {
  it('is held by one at a time', async () => {
    const home = await temporaryDirectory()
    const first = lockHome(home)
    expect(lockHome(home)).toBeUndefined()
    first?.release()
    const second = lockHome(home)
    expect(second).toBeDefined()
    second?.release()
  })

  it('ends with a process that is killed, and holds between containers', async (context) => {
    const home = await temporaryDirectory()
    const holder = forkModule(join(import.meta.dirname, 'lock-home.fixture.ts'), {
      name: 'The holder',
      env: { LOCKED_HOME: home },
    })
    const { pid } = (await holder.firstMessage) as { pid: number }
    expect(lockHome(home)).toBeUndefined()
    const script = `process.exit((await import(${JSON.stringify(join(import.meta.dirname, 'lock-home.ts'))})).lockHome(${JSON.stringify(home)}) === undefined ? 7 : 0)`
    const elsewhere = [
      '--pid',
      '--fork',
      '--mount-proc',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
    ]
    const { exitCode, stderr } = await runProgram('unshare', elsewhere)
    if (/not permitted|cannot|failed: /.test(stderr)) context.annotate(`No PID namespace here: ${stderr}`)
    else expect(exitCode).toBe(7)
    process.kill(pid, 'SIGKILL')
    await holder.ended
    const lock = lockHome(home)
    expect(lock).toBeDefined()
    lock?.release()
  })
})

describe('a command', () => {
  /** What answers at the announced address. */
  async function serve(answer: (challenge: string) => unknown) {
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://localhost')
      response.end(JSON.stringify(answer(searchParams.get('challenge') ?? '')))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
  }

  it('talks to the server that wrote the announcement', async () => {
    const home = await temporaryDirectory()
    const secret = createServerSecret()
    const { url, server } = await serve((challenge) => ({ proof: answerChallenge(secret, challenge) }))
    await announceServer(home, { pid: process.pid, url, secret })
    expect(await findServer(home)).toBe(url)
    expect((await stat(join(home, 'server.json'))).mode & 0o777).toBe(0o600)
    server.close()
    server.closeAllConnections()
    expect(await findServer(home)).toBeUndefined()
  })

  it.each([
    ['says nothing of itself', () => ({ status: 'ok' })],
    ['answers with the challenge', (challenge: string) => ({ proof: challenge })],
    ['has another secret', (challenge: string) => ({ proof: answerChallenge('0'.repeat(64), challenge) })],
  ])('takes no server that %s', async (_, answer) => {
    const home = await temporaryDirectory()
    const { url, server } = await serve(answer)
    await announceServer(home, { pid: process.pid, url, secret: createServerSecret() })
    expect(await findServer(home)).toBeUndefined()
    server.close()
    server.closeAllConnections()
  })

  it.each([
    'http://192.0.2.1:80',
    'https://example.com',
    'file:///etc/passwd',
    'http://user@localhost:1',
    'nothing',
  ])('asks nothing of %s', async (url) => {
    const home = await temporaryDirectory()
    await announceServer(home, { pid: 1, url, secret: createServerSecret() })
    expect(await findServer(home)).toBeUndefined()
  })

  it('does not believe an announcement that others can read, or have written', async () => {
    const secret = createServerSecret()
    const { url, server } = await serve((challenge) => ({ proof: answerChallenge(secret, challenge) }))
    const home = await temporaryDirectory()
    await announceServer(home, { pid: 1, url, secret })
    await chmod(join(home, 'server.json'), 0o644)
    expect(await findServer(home)).toBeUndefined()
    await chmod(join(home, 'server.json'), 0o600)
    expect(await findServer(home)).toBe(url)
    if (process.getuid?.() === 0) {
      await chown(join(home, 'server.json'), 12_345, 12_345)
      expect(await findServer(home)).toBeUndefined()
    }
    server.close()
    server.closeAllConnections()
  })

  it('gets no secret through a link that lies in its place', async () => {
    const home = await temporaryDirectory()
    const other = join(await temporaryDirectory(), 'other')
    await symlink(other, join(home, 'server.json.new'))
    await announceServer(home, { pid: 1, url: 'http://localhost:1', secret: createServerSecret() })
    await expect(stat(other)).rejects.toThrow('ENOENT')
  })

  it('does not read an announcement that is no plain file', async () => {
    const home = await temporaryDirectory()
    await runProgram('mkfifo', [join(home, 'server.json')])
    expect(await findServer(home)).toBeUndefined()
  })
})
