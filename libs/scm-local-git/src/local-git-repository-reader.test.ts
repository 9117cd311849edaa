// Over 300 lines: one suite for every shape that a repository can have.
import { execFileSync } from 'node:child_process'
import {
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { CancelledError, ExternalServiceError, InputError, NotFoundError } from '@groundplan/errors'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { LocalGitRepositoryReader } from './local-git-repository-reader.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

async function createReader() {
  const cacheDirectory = join(await temporaryDirectory(), 'clones')
  return { reader: new LocalGitRepositoryReader({ cacheDirectory }), cacheDirectory }
}

const open = async (address: string, ref?: string) => (await createReader()).reader.open({ address, ref })
const clonesIn = async (directory: string) => (await readdir(directory)).filter((name) => name !== '.claims')
const paths = async (snapshot: { listEntries(): Promise<readonly { path: string }[]> }) =>
  (await snapshot.listEntries()).map(({ path }) => path)

describe('an address', () => {
  let repository: GitRepository
  let bare: string
  let first: string
  let second: string
  beforeAll(async () => {
    const directory = await temporaryDirectory()
    repository = await GitRepository.create(join(directory, 'platform-modules'))
    first = await repository.commit({ 'main.tf': 'one', 'modules/network/main.tf': 'n' })
    await repository.git('tag', 'v1')
    await repository.git('tag', '--annotate', 'v1-signed-off', '--message', 'release')
    second = await repository.commit({ 'main.tf': 'two' })
    await repository.git('branch', 'feature/a', first)
    await repository.git('branch', 'v1', second)
    bare = join(directory, 'bare.git')
    await runGit(directory, ['clone', '--quiet', '--bare', repository.directory, bare])
  })

  it('has branches and tags, whatever kind of address it is', async () => {
    const blob = await repository.git('rev-parse', `${first}:main.tf`)
    await repository.git('tag', 'not-a-commit', blob)
    await repository.git('tag', '--annotate', 'of-a-tag', 'v1-signed-off', '--message', 'again')
    const remote = await GitRepository.clone(repository.directory, join(await temporaryDirectory(), 'clone'))
    for (const address of [repository.directory, `file://${repository.directory}`]) {
      const { branches, tags } = await (await open(address)).listRefs()
      expect(branches.get('main')).toBe(second)
      expect(branches.get('feature/a')).toBe(first)
      expect(branches.get('v1')).toBe(second)
      expect(tags.get('v1')).toBe(first)
      expect(tags.get('v1-signed-off')).toBe(first)
      expect(tags.has('not-a-commit')).toBe(false)
    }
    expect((await (await open(remote.directory)).listRefs()).branches.size).toBe(1)
  })

  it('is read at any of its commits', async () => {
    for (const address of [repository.directory, `file://${repository.directory}`]) {
      const snapshot = await open(address)
      const earlier = snapshot.at({ ref: 'v1', commit: first })
      expect(earlier).toMatchObject({ name: snapshot.name, scope: '.', ref: 'v1', commit: first })
      const entry = (await earlier.listEntries()).find(({ path }) => path === 'main.tf')
      const texts = await earlier.readBlobs([entry?.blobId ?? ''])
      expect([...texts.values()].map((bytes) => new TextDecoder().decode(bytes))).toEqual(['one'])
      expect(await earlier.lastChanges([{ include: ['.'], exclude: [] }])).toEqual([first])
      await earlier.close()
      expect(await paths(snapshot)).toContain('main.tf')
    }
  })

  it('can be a folder, which is read at its commit and not as it lies there', async () => {
    await repository.write({ 'uncommitted.tf': 'x' })
    const snapshot = await open(repository.directory)
    expect(snapshot).toMatchObject({
      name: 'platform-modules',
      address: repository.directory,
      scope: '.',
      ref: 'main',
      commit: second,
    })
    expect(await paths(snapshot)).toEqual(['main.tf', 'modules/network/main.tf'])
    await rm(join(repository.directory, 'uncommitted.tf'))
  })

  it('can be a folder inside a repository, which is the scope', async () => {
    const snapshot = await open(`${repository.directory}/modules/network/`)
    expect(snapshot).toMatchObject({
      name: 'platform-modules',
      address: repository.directory,
      scope: 'modules/network',
    })
    expect(await paths(snapshot)).toEqual(['main.tf', 'modules/network/main.tf'])
  })

  it('can be a bare repository', async () => {
    expect(await open(bare)).toMatchObject({
      name: 'bare',
      address: bare,
      scope: '.',
      ref: 'main',
      commit: second,
    })
  })

  it('can be a file URL, which is cloned', async () => {
    const { reader, cacheDirectory } = await createReader()
    const snapshot = await reader.open({ address: `file://${bare}` })
    expect(snapshot).toMatchObject({ name: 'bare', address: `file://${bare}`, scope: '.', commit: second })
    expect(await paths(snapshot)).toEqual(['main.tf', 'modules/network/main.tf'])
    expect(await clonesIn(cacheDirectory)).toEqual([expect.stringMatching(/^bare-[0-9a-f]{16}\.git$/)])
  })

  it('can be an HTTP URL', async () => {
    await runGit(bare, ['update-server-info'])
    const server = createServer((request, response) => {
      const path = join(
        bare,
        decodeURIComponent(request.url?.split('?')[0]?.replace('/team/infra.git', '') ?? ''),
      )
      readFile(path).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      )
    })
    const url = await listen(server)
    try {
      expect(await open(`${url}/team/infra.git`)).toMatchObject({ name: 'infra', commit: second })
      await expect(open(`${url}/team/other.git`)).rejects.toThrow(NotFoundError)
    } finally {
      server.close()
    }
  })

  it.each([
    ['main', () => second],
    ['feature/a', () => first],
    ['v1-signed-off', () => first],
  ])('can name the branch or tag %s', async (ref, commit) => {
    expect(await open(repository.directory, ref)).toMatchObject({ ref, commit: commit() })
    expect(await open(`file://${bare}`, ref)).toMatchObject({ ref, commit: commit() })
  })

  it('can name a commit, whole or short', async () => {
    expect((await open(repository.directory, first)).commit).toBe(first)
    expect((await open(repository.directory, first.slice(0, 8))).commit).toBe(first)
  })

  it('means the branch where a tag has the same name', async () => {
    expect((await open(repository.directory, 'v1')).commit).toBe(second)
  })

  it('means the default branch where the ref is empty', async () => {
    expect(await open(repository.directory, ' ')).toMatchObject({ ref: 'main', commit: second })
  })

  it('names the branches there are if the ref is not one of them', async () => {
    await expect(open(repository.directory, 'mian')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('no branch, tag or commit "mian"'),
      hint: 'Its branches are feature/a, main, v1.',
    })
  })

  it.each([
    '--upload-pack=touch x',
    '-x',
    'a..b',
    'main:main.tf',
    'a b',
    '^main',
    '\0',
    'x\ny',
    '@{-1}',
    '🚀',
  ])('does not have the ref %j', async (ref) => {
    await expect(open(repository.directory, ref)).rejects.toThrow(NotFoundError)
  })

  it('keeps a repository apart from another one around it', async () => {
    const inner = await GitRepository.create(join(repository.directory, 'vendor/inner'))
    const commit = await inner.commit({ 'inner.tf': '' })
    expect(await open(inner.directory)).toMatchObject({ name: 'inner', scope: '.', commit })
    await rm(join(repository.directory, 'vendor'), { recursive: true })
  })
})

describe('an unusable address', () => {
  it('is reported if there is no such folder', async () => {
    const gone = join(await temporaryDirectory(), 'gone')
    await expect(open(gone)).rejects.toThrow(`Folder ${gone} does not exist.`)
  })

  it('is reported if the folder is no repository', async () => {
    const directory = await temporaryDirectory()
    await expect(open(directory)).rejects.toThrow(NotFoundError)
    await expect(open(directory)).rejects.toThrow(`${directory} is not a git repository.`)
  })

  it("is reported if it is a repository's own folder of objects", async () => {
    const { directory } = await GitRepository.create(await temporaryDirectory())
    await expect(open(join(directory, '.git'))).rejects.toThrow(NotFoundError)
  })

  it('is reported if nothing was committed', async () => {
    const { directory } = await GitRepository.create(await temporaryDirectory())
    await expect(open(directory)).rejects.toThrow(`The repository ${directory} is empty.`)
    await expect(open(`file://${directory}`)).rejects.toThrow(InputError)
    await expect(open(directory, 'main')).rejects.toMatchObject({ details: { empty: true } })
  })

  it('is reported if the default branch is missing, with the branches there are', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    await repository.commit({ a: '' })
    await repository.git('symbolic-ref', 'HEAD', 'refs/heads/trunk')
    await expect(open(repository.directory)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('default branch "trunk"'),
      hint: 'Specify a branch: main.',
    })
  })

  it('is reported if the repository is damaged', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    await repository.commit({ 'main.tf': 'x' })
    for (const name of await readdir(join(repository.directory, '.git/objects'))) {
      if (name.length === 2) await rm(join(repository.directory, '.git/objects', name), { recursive: true })
    }
    await expect(open(repository.directory)).rejects.toThrow(/damaged/)
  })

  it.each(['http', 'git'])('is reported if nobody answers at %s', async (scheme) => {
    const port = await closedPort()
    const address = `${scheme}://127.0.0.1:${port}/team/infra.git`
    const opening = open(address)
    await expect(opening).rejects.toThrow(ExternalServiceError)
    await expect(opening).rejects.toMatchObject({ message: `Could not reach ${address}.`, retryable: true })
  })

  it('is reported if credentials are wanted, without asking anybody', async () => {
    const server = createServer((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
    })
    const url = await listen(server)
    try {
      await expect(open(`${url}/infra.git`)).rejects.toMatchObject({
        name: 'ExternalServiceError',
        message: expect.stringContaining('requires credentials'),
        hint: expect.stringContaining('credential helper'),
      })
    } finally {
      server.close()
    }
  })

  it.each([
    'https://ada:s3cret@git.example.com/x.git',
    'https://s3cret@git.example.com/x.git',
    'https://ada:s3cret@more@git.example.com/x.git',
    'https://ada:s3c/s3cret@git.example.com/x.git',
    'https://ada:s3cret ?#@git.example.com/x.git',
    'ssh://ada:s3cret@git.example.com/x.git',
    'ftp://ada:s3cret@git.example.com/x.git',
    'ext::https://ada:s3cret@git.example.com',
  ])('is refused with credentials, which are not repeated (%#)', async (address) => {
    const error: unknown = await open(address).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(JSON.stringify([String(error), error])).not.toContain('s3cret')
  })

  it.each([
    'ext::sh -c touch% x',
    'EXT::sh',
    'fd::17',
    'transport::address',
    'http::https://git.example.com/x',
    '--upload-pack=touch x',
    '-oProxyCommand=touch x',
    'ssh://-oProxyCommand=touch%20x/y',
    'javascript://x',
    'gopher://git.example.com/x',
    '',
    '   ',
    'relative/folder',
    './relative',
    '../../etc',
    '~/modules',
    'github.com/team/infra',
    '/a\0b',
    '/a\nb',
    'https://',
  ])('is refused before git sees it: %j', async (address) => {
    const { reader, cacheDirectory } = await createReader()
    await expect(reader.open({ address })).rejects.toMatchObject({
      name: 'InputError',
      hint: expect.stringMatching(/./),
    })
    await expect(readdir(cacheDirectory)).rejects.toThrow('ENOENT')
  })

  it('is not opened for a caller who has stopped', async () => {
    const { directory } = await GitRepository.create(await temporaryDirectory())
    const { reader } = await createReader()
    const signal = AbortSignal.abort()
    await expect(reader.open({ address: directory }, { signal })).rejects.toThrow(CancelledError)
    await expect(reader.open({ address: `file://${directory}` }, { signal })).rejects.toThrow(CancelledError)
  })
})

describe('a tree', () => {
  it('has links and submodules as what they are, and odd names as they are', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const other = await GitRepository.create(await temporaryDirectory())
    const otherCommit = await other.commit({ 'x.tf': '' })
    const odd = [
      'a b.tf',
      'quote".tf',
      "it's.tf",
      'größe.tf',
      'new\nline.tf',
      'tab\t.tf',
      'back\\slash.tf',
      '🚀/x.tf',
    ]
    await repository.write(Object.fromEntries([...odd, '-x.tf', ':(top).tf'].map((path) => [path, path])))
    await symlink('/etc/passwd', join(repository.directory, 'link.tf'))
    await symlink('..', join(repository.directory, 'up'))
    await repository.git('submodule', '--quiet', 'add', other.directory, 'sub')
    await repository.commit({})
    const snapshot = await open(repository.directory)
    const entries = await snapshot.listEntries()
    expect(entries.map(({ path }) => path)).toEqual(
      ['.gitmodules', ...odd, '-x.tf', ':(top).tf', 'link.tf', 'sub', 'up'].toSorted((left, right) =>
        Buffer.compare(Buffer.from(left), Buffer.from(right)),
      ),
    )
    const kinds = Object.fromEntries(entries.map(({ path, kind }) => [path, kind]))
    expect(kinds).toMatchObject({ 'link.tf': 'symlink', up: 'symlink', sub: 'submodule', 'größe.tf': 'file' })
    expect(entries.find(({ path }) => path === 'sub')).toMatchObject({ blobId: otherCommit })
    for (const path of [...odd, '-x.tf', ':(top).tf']) {
      const entry = entries.find((candidate) => candidate.path === path)
      const blobs = await snapshot.readBlobs([entry?.blobId ?? ''])
      expect(Buffer.from(blobs.get(entry?.blobId ?? '') ?? []).toString('utf8')).toBe(path)
    }
  })

  it('has blobs of any size and content, each once', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const large = Buffer.alloc(5_000_000, 'a\nb\0')
    await repository.commit({ large, empty: '', latin: Buffer.from([0xe9, 0x0a]), again: large })
    const snapshot = await open(repository.directory)
    const entries = Object.fromEntries((await snapshot.listEntries()).map((entry) => [entry.path, entry]))
    const ids = ['large', 'empty', 'latin', 'again'].map((path) => entries[path]?.blobId ?? '')
    const blobs = await snapshot.readBlobs(ids)
    expect(blobs.size).toBe(3)
    expect(Buffer.compare(blobs.get(ids[0] ?? '') ?? new Uint8Array(), large)).toBe(0)
    expect(blobs.get(ids[1] ?? '')).toHaveLength(0)
    expect([...(blobs.get(ids[2] ?? '') ?? [])]).toEqual([0xe9, 0x0a])
  })

  it('leaves out blobs that are not there, and says so', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    await repository.commit({ a: 'a' })
    const snapshot = await open(repository.directory)
    const nothing = await snapshot.readBlobs(['0'.repeat(40)])
    expect([...nothing]).toEqual([])
    expect(nothing.unread).toEqual(new Map([['0'.repeat(40), 'missing']]))
    expect([...(await snapshot.readBlobs([]))]).toEqual([])
  })
})

describe('the last change', () => {
  it('of a directory is the newest commit that touched it, without what is excluded', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const start = await repository.commit({
      'a/main.tf': '1',
      'a/nested/main.tf': '1',
      'b/main.tf': '1',
      'x.md': '1',
    })
    const nested = await repository.commit({ 'a/nested/main.tf': '2' })
    const other = await repository.commit({ 'b/main.tf': '2' })
    const readme = await repository.commit({ 'x.md': '2' })
    const snapshot = await open(repository.directory)
    const last = (include: readonly string[], exclude: readonly string[] = []) =>
      snapshot.lastChanges([{ include, exclude }]).then(([commit]) => commit)
    expect(await last(['a'])).toBe(nested)
    expect(await last(['a'], ['a/nested'])).toBe(start)
    expect(await last(['a', 'b'], ['a/nested'])).toBe(other)
    expect(await last(['.'])).toBe(readme)
    expect(await last(['.'], ['a', 'b'])).toBe(readme)
    expect(await last(['.'], ['x.md', 'b'])).toBe(nested)
  })

  it('takes names for names, whatever git could read into them', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const star = await repository.commit({ '*/main.tf': '1', '-x/main.tf': '1', ':(top)/main.tf': '1' })
    await repository.commit({ 'a/main.tf': '1' })
    const snapshot = await open(repository.directory)
    for (const path of ['*', '-x', ':(top)']) {
      expect(await snapshot.lastChanges([{ include: [path], exclude: [] }])).toEqual([star])
    }
    const without = await snapshot.lastChanges([{ include: ['.'], exclude: ['*'] }])
    expect(without).toEqual([snapshot.commit])
  })

  it('of a scope is seen from the root of the repository', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const commit = await repository.commit({ 'modules/a/main.tf': '1' })
    await repository.commit({ 'main.tf': '1' })
    const snapshot = await open(join(repository.directory, 'modules'))
    expect(await snapshot.lastChanges([{ include: ['modules/a'], exclude: [] }])).toEqual([commit])
  })

  it('comes through merges', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    await repository.commit({ 'a/main.tf': '1', 'b/main.tf': '1' })
    await repository.git('checkout', '--quiet', '-b', 'feature')
    const change = await repository.commit({ 'a/main.tf': '2' })
    await repository.git('checkout', '--quiet', 'main')
    const onMain = await repository.commit({ 'b/main.tf': '2' })
    await repository.git('merge', '--quiet', '--no-edit', '--no-ff', 'feature')
    const snapshot = await open(repository.directory)
    expect(await snapshot.lastChanges([{ include: ['a'], exclude: [] }])).toEqual([change])
    expect(await snapshot.lastChanges([{ include: ['b'], exclude: [] }])).toEqual([onMain])
  })

  it('is the commit itself where nothing ever touched the path', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const commit = await repository.commit({ a: '1' })
    const snapshot = await open(repository.directory)
    expect(await snapshot.lastChanges([{ include: ['nowhere'], exclude: [] }])).toEqual([commit])
  })
})

describe('a remote repository that is opened again', () => {
  async function createRemote() {
    const repository = await GitRepository.create(join(await temporaryDirectory(), 'infra'))
    await repository.commit({ 'main.tf': '1', 'kept.tf': 'kept' })
    const { reader, cacheDirectory } = await createReader()
    const address = `file://${repository.directory}`
    const first = await reader.open({ address })
    const clone = join(cacheDirectory, (await clonesIn(cacheDirectory))[0] ?? '')
    return {
      repository,
      clone,
      cacheDirectory,
      first,
      reopen: (ref?: string) => reader.open({ address, ref }),
    }
  }

  it('has the new commits, branches and tags', async () => {
    const { repository, reopen } = await createRemote()
    const commit = await repository.commit({ 'main.tf': '2' })
    await repository.git('tag', 'v2')
    await repository.git('branch', 'new')
    expect((await reopen()).commit).toBe(commit)
    expect((await reopen('v2')).commit).toBe(commit)
    expect((await reopen('new')).commit).toBe(commit)
  })

  it('follows a branch that was forced elsewhere and a tag that was moved', async () => {
    const { repository, reopen } = await createRemote()
    await repository.git('tag', 'latest')
    await reopen()
    await repository.git('commit', '--quiet', '--amend', '--message', 'rewritten', '--allow-empty')
    await repository.git('tag', '--force', 'latest')
    const commit = await repository.git('rev-parse', 'HEAD')
    expect((await reopen()).commit).toBe(commit)
    expect((await reopen('latest')).commit).toBe(commit)
  })

  it('follows a default branch that was renamed', async () => {
    const { repository, reopen } = await createRemote()
    await repository.git('branch', '--move', 'main', 'trunk')
    const commit = await repository.commit({ 'main.tf': '2' })
    expect(await reopen()).toMatchObject({ ref: 'trunk', commit })
    await expect(reopen('main')).rejects.toThrow(NotFoundError)
  })

  it('follows a head that is on no branch', async () => {
    const { repository, reopen } = await createRemote()
    await repository.git('checkout', '--quiet', '--detach')
    const commit = await repository.commit({ 'main.tf': '2' })
    expect((await reopen()).commit).toBe(commit)
    const later = await repository.commit({ 'main.tf': '3' })
    expect((await reopen()).commit).toBe(later)
  })

  it('reports a default branch that was deleted, with those there are', async () => {
    const { repository, reopen } = await createRemote()
    await repository.git('checkout', '--quiet', '-b', 'other')
    await repository.git('branch', '--quiet', '--delete', '--force', 'main')
    await repository.git('symbolic-ref', 'HEAD', 'refs/heads/main')
    await expect(reopen()).rejects.toMatchObject({ hint: 'Specify a branch: other.' })
  })

  it('takes a branch in place of a folder of branches', async () => {
    const { repository, reopen } = await createRemote()
    await repository.git('branch', 'release/1')
    await reopen()
    await repository.git('branch', '--move', 'release/1', 'release')
    expect((await reopen('release')).ref).toBe('release')
  })

  const damages: Readonly<Record<string, (clone: string) => Promise<unknown>>> = {
    'an empty folder': async (clone) => {
      await rm(clone, { recursive: true })
      await mkdir(clone)
    },
    'no HEAD': (clone) => rm(join(clone, 'HEAD')),
    'an empty HEAD': (clone) => truncate(join(clone, 'HEAD'), 0),
    'a garbled configuration': (clone) => writeFile(join(clone, 'config'), '[[['),
    'garbled refs': (clone) => writeFile(join(clone, 'packed-refs'), 'garbage\n'),
    'no objects': async (clone) => {
      await rm(join(clone, 'objects'), { recursive: true })
      await mkdir(join(clone, 'objects'))
    },
    'one object too few': async (clone) => {
      const packs = join(clone, 'objects/pack')
      const pack = (await readdir(packs)).find((name) => name.endsWith('.pack')) ?? ''
      const content = await readFile(join(packs, pack))
      await rm(packs, { recursive: true })
      execFileSync('git', ['unpack-objects', '-q'], { cwd: clone, input: content })
      const id = await runGit(clone, ['rev-parse', 'HEAD:kept.tf'])
      await rm(join(clone, 'objects', id.slice(0, 2), id.slice(2)))
    },
    'cut-off objects': async (clone) => {
      for (const name of await readdir(join(clone, 'objects'), { recursive: true })) {
        if (/[0-9a-f]{38}$|\.pack$/.test(name)) {
          await chmod(join(clone, 'objects', name), 0o644)
          await truncate(join(clone, 'objects', name), 10)
        }
      }
    },
  }
  it.each(Object.keys(damages))('is cloned anew if its copy has %s', async (damage) => {
    const { repository, clone, cacheDirectory, reopen } = await createRemote()
    await damages[damage]?.(clone)
    const commit = await repository.commit({ 'main.tf': '2' })
    const snapshot = await reopen()
    expect(snapshot.commit).toBe(commit)
    const ids = (await snapshot.listEntries()).map(({ blobId }) => blobId)
    const blobs = await snapshot.readBlobs(ids)
    expect(ids.map((id) => Buffer.from(blobs.get(id) ?? []).toString())).toEqual(['kept', '2'])
    expect(await clonesIn(cacheDirectory)).toHaveLength(1)
  })

  it("never takes the user's own repository around the cache for a damaged copy", async () => {
    const mine = await GitRepository.create(await temporaryDirectory())
    const commit = await mine.commit({ mine: 'x' })
    await mine.git('branch', 'precious')
    const remote = await GitRepository.create(await temporaryDirectory())
    await remote.commit({ 'main.tf': '1' })
    const cacheDirectory = join(mine.directory, '.groundplan/clones')
    const reader = new LocalGitRepositoryReader({ cacheDirectory })
    const address = `file://${remote.directory}`
    await reader.open({ address })
    await rm(join(cacheDirectory, (await clonesIn(cacheDirectory))[0] ?? '', 'HEAD'))
    await reader.open({ address })
    expect(await mine.git('rev-parse', 'main', 'precious')).toBe(`${commit}\n${commit}`)
  })

  it('is not lost from the cache when it cannot be reached for a while', async () => {
    const { repository, clone, reopen, first } = await createRemote()
    await rename(repository.directory, `${repository.directory}-away`)
    await expect(reopen()).rejects.toThrow(NotFoundError)
    expect(await runGit(clone, ['rev-parse', 'HEAD'])).toBe(first.commit)
    await rename(`${repository.directory}-away`, repository.directory)
    expect((await reopen()).commit).toBe(first.commit)
  })

  it('can be opened by two at once', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const commit = await repository.commit({ 'main.tf': '1' })
    const { reader } = await createReader()
    const address = `file://${repository.directory}`
    const snapshots = await Promise.all([reader.open({ address }), reader.open({ address })])
    expect(snapshots.map((snapshot) => snapshot.commit)).toEqual([commit, commit])
  })

  it('removes what a killed clone has left', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    await repository.commit({ 'main.tf': '1' })
    const { reader, cacheDirectory } = await createReader()
    await mkdir(join(cacheDirectory, '.clone-other-0123.git-Ab12xy'), { recursive: true })
    await reader.open({ address: `file://${repository.directory}` })
    expect(await clonesIn(cacheDirectory)).toHaveLength(1)
  })
})

describe('the environment and settings of others', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    isolateGit()
  })

  it('of a calling hook do not point git at another repository', async () => {
    const mine = await GitRepository.create(await temporaryDirectory())
    const commit = await mine.commit({ 'mine.tf': '1' })
    const hooked = await GitRepository.create(await temporaryDirectory())
    await hooked.commit({ 'hooked.tf': '1' })
    for (const [name, value] of Object.entries({
      GIT_DIR: join(hooked.directory, '.git'),
      GIT_WORK_TREE: hooked.directory,
      GIT_INDEX_FILE: join(hooked.directory, '.git/index'),
      GIT_OBJECT_DIRECTORY: join(hooked.directory, '.git/objects'),
      GIT_PREFIX: 'sub/',
      GIT_CEILING_DIRECTORIES: '/',
      GIT_EXTERNAL_DIFF: 'false',
      GIT_EDITOR: 'false',
      EDITOR: 'false',
      GIT_PAGER: 'false',
      GIT_TRACE: '1',
      LC_ALL: 'de_DE.UTF-8',
    })) {
      vi.stubEnv(name, value)
    }
    expect(await open(mine.directory)).toMatchObject({ commit, address: mine.directory })
    const remote = await open(`file://${mine.directory}`)
    expect(await paths(remote)).toEqual(['mine.tf'])
    expect(await remote.lastChanges([{ include: ['.'], exclude: [] }])).toEqual([commit])
  })

  it('of a hostile repository run nothing', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    await repository.commit({ 'main.tf': '1' })
    const witness = join(await temporaryDirectory(), 'ran')
    const program = join(await temporaryDirectory(), 'run.sh')
    await writeFile(program, `#!/bin/sh\ntouch ${witness}\n`, { mode: 0o755 })
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'gpg.program',
      'diff.external',
      'core.editor',
      'core.askPass',
    ]) {
      await repository.git('config', name, program)
    }
    await repository.git('config', 'log.showSignature', 'true')
    // Git would have a signature checked by the program that the repository names.
    const signed = join(await temporaryDirectory(), 'commit')
    const commit = await repository.git('cat-file', 'commit', 'HEAD')
    await writeFile(signed, `${commit.replace('\n\n', '\ngpgsig -----BEGIN PGP SIGNATURE-----\n\n')}\n`)
    await repository.git(
      'update-ref',
      'HEAD',
      await repository.git('hash-object', '-t', 'commit', '-w', signed),
    )
    await mkdir(join(repository.directory, '.git/hooks'), { recursive: true })
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'pre-auto-gc']) {
      await cp(program, join(repository.directory, '.git/hooks', hook))
    }
    const snapshot = await open(repository.directory)
    await snapshot.listEntries()
    await snapshot.lastChanges([{ include: ['.'], exclude: [] }])
    await (await open(`file://${repository.directory}`)).listEntries()
    await expect(readdir(join(witness, '..'))).resolves.toEqual([])
  })
})

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await listen(server)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
