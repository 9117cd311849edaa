import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { CancelledError } from '@groundplan/errors'
import { GitRepository, isolateGit, patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGit } from './git.ts'
import { listTree } from './git-objects.ts'
import { LocalGitRepositoryReader } from './local-git-repository-reader.ts'
import { LocalGitReviewRepository } from './local-git-review-repository.ts'
import { readBlobs } from './read-blobs.ts'
import type { TransferLimits } from './remote-git.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let parent: string
let repository: GitRepository
beforeEach(async () => {
  parent = await temporaryDirectory()
  repository = await GitRepository.create(join(parent, 'folder'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  isolateGit()
})

const openRemote = (address: string, limits: Partial<TransferLimits>, signal?: AbortSignal) =>
  new LocalGitRepositoryReader({ cacheDirectory: join(parent, 'clones'), limits }).open(
    { address },
    { signal },
  )
const isRunning = async (pid: number) => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return stat !== undefined && !/\) [ZX]/.test(stat)
}

describe('a clone', () => {
  it('that takes more space than it may is stopped, and nothing of it stays', async () => {
    await repository.commit({ big: randomBytes(3_000_000) })
    await repository.git('config', 'uploadpack.allowFilter', 'false')
    await expect(
      openRemote(`file://${repository.directory}`, { maximumBytes: 1_000_000 }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: `file://${repository.directory} exceeds the clone limit of 1 MB.`,
      hint: expect.stringMatching(/./),
    })
    expect((await readdir(join(parent, 'clones'))).filter((name) => name !== '.claims')).toEqual([])
  })

  describe('from a remote that says nothing', () => {
    let server: Server
    let address: string
    beforeEach(async () => {
      server = createServer((socket) => socket.on('error', () => {}))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      address = `git://127.0.0.1:${(server.address() as AddressInfo).port}/x`
    })
    afterEach(() => server.close())

    it('is stopped after a while', async () => {
      await expect(openRemote(address, { stallMilliseconds: 300 })).rejects.toThrow(
        `${address} sent no data for 1 seconds.`,
      )
    })

    it('is stopped when its time is over', async () => {
      await expect(openRemote(address, { milliseconds: 300 })).rejects.toThrow('after 1 seconds')
    })
  })

  it.each(['cancelled', 'out of time'])(
    'over SSH ends with everything that it started when it is %s',
    async (how) => {
      const pids = join(parent, 'pids')
      const ssh = join(parent, 'ssh')
      await writeFile(
        ssh,
        `#!/bin/sh\necho $$ >> ${pids}\nsh -c 'echo $$ >> ${pids}; sleep 600; true' &\nwait\n`,
      )
      await chmod(ssh, 0o755)
      vi.stubEnv('GIT_SSH_COMMAND', ssh)
      const stop = new AbortController()
      const limits = how === 'cancelled' ? {} : { milliseconds: 5000 }
      const opening = openRemote('ssh://git@host.invalid/x', limits, stop.signal)
      const failing = expect(opening).rejects.toThrow(how === 'cancelled' ? CancelledError : 'timed out')
      const started = await vi.waitFor(async () => {
        const numbers = (await readFile(pids, 'utf8')).trim().split('\n').map(Number)
        expect(numbers).toHaveLength(2)
        return numbers
      }, patience)
      if (how === 'cancelled') stop.abort()
      await failing
      for (const pid of started)
        await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), patience)
    },
  )
})

describe('a command', () => {
  it('that prints more than it may is stopped', async () => {
    await repository.commit({ a: 'a'.repeat(100_000) })
    const git = createGit({
      directory: join(repository.directory, '.git'),
      isRepository: true,
      subject: 'it',
      limits: { outputBytes: 10_000 },
    })
    await expect(git.run('cat-file', 'blob', 'HEAD:a')).rejects.toThrow('the git output exceeds 10000 bytes')
    await expect(git.feed('HEAD:a\n', 'cat-file', '--batch')).rejects.toThrow(
      'the git output exceeds 10000 bytes',
    )
  })

  it('gets nothing of the environment but what it needs', async () => {
    const seen = join(parent, 'environment')
    const bin = join(parent, 'bin')
    await mkdir(bin)
    await writeFile(join(bin, 'git'), `#!/bin/sh\n/usr/bin/env >> ${seen}\n`, { mode: 0o755 })
    vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`)
    for (const name of [
      'GITHUB_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'GIT_DIR',
      'GIT_EXTERNAL_DIFF',
      'GIT_TRACE',
      'LD_PRELOAD_X',
    ])
      vi.stubEnv(name, 'secret')
    vi.stubEnv('SSH_AUTH_SOCK', '/agent')
    vi.stubEnv('https_proxy', 'http://proxy')
    const namesOf = async (work: () => Promise<unknown>) => {
      await rm(seen, { force: true })
      await work()
      const lines = (await readFile(seen, 'utf8')).split('\n')
      expect(lines.join('\n')).not.toContain('secret')
      return lines.map((line) => line.split('=')[0])
    }
    const reading = await namesOf(() => createGit({ directory: parent, subject: 'it' }).feed('', 'status'))
    for (const name of ['HOME', 'SSH_AUTH_SOCK', 'https_proxy']) expect(reading).not.toContain(name)
    expect(reading).toContain('GIT_ALLOW_PROTOCOL')
    const remote = { url: 'https://git.example.com/x' }
    const reaching = await namesOf(() =>
      createGit({ directory: parent, subject: 'it', remote }).run('status'),
    )
    for (const name of ['HOME', 'SSH_AUTH_SOCK', 'https_proxy']) expect(reaching).toContain(name)
  })
})

describe('files', () => {
  it('that are missing or too large are told apart', async () => {
    await repository.commit({ a: '1', b: '12345', c: '123', d: '12' })
    const git = createGit({
      directory: join(repository.directory, '.git'),
      isRepository: true,
      subject: 'it',
    })
    const id = (name: string) => repository.git('rev-parse', `HEAD:${name}`)
    const ids = [await id('a'), await id('b'), await id('c'), await id('d'), 'f'.repeat(40)]
    const contents = await readBlobs(git, ids, { limits: { blobBytes: 4, totalBytes: 5 } })
    expect([...contents.keys()]).toEqual([ids[0], ids[2]])
    expect([...contents.unread]).toEqual([
      [ids[1], 'too-large'],
      [ids[3], 'too-much'],
      [ids[4], 'missing'],
    ])
  })

  it('that are more than a repository may have are an error', async () => {
    const commit = await repository.commit({ a: '1', b: '2', c: '3' })
    const git = createGit({
      directory: join(repository.directory, '.git'),
      isRepository: true,
      subject: 'it',
    })
    expect(await listTree(git, commit, 3)).toHaveLength(3)
    await expect(listTree(git, commit, 2)).rejects.toThrow('has more than 2 files')
  })

  it('that are too large to be blueprints do not keep others from being read', async () => {
    const directory = join(parent, 'blueprints.git')
    const author = { name: 'a', email: 'a@b' }
    const blueprints = await LocalGitReviewRepository.open({ directory, initialFiles: [], author })
    const person = await GitRepository.clone(directory, join(parent, 'person'))
    await person.commit({ 'blueprints/a.yaml': 'a', 'blueprints/big.yaml': randomBytes(5_000_001) })
    await person.git('push', '--quiet', 'origin', 'HEAD:main')
    const { commit } = await blueprints.readHead()
    const entries = await blueprints.listEntries(commit)
    const texts = await blueprints.readTexts(entries.map(({ blobId }) => blobId))
    expect([...texts.values()]).toEqual(['a'])
    expect([...(texts.unread?.values() ?? [])]).toEqual(['too-large'])
    expect(await blueprints.diff(commit)).toContain('Binary files /dev/null and b/blueprints/big.yaml differ')
  })
})
