// Over 300 lines: one suite for every way in which a folder can be hostile.
import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError, NotFoundError } from '@groundplan/errors'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LocalGitRepositoryReader } from '../local-git-repository-reader.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let parent: string
let repository: GitRepository
let commit: string
let marker: string
let program: string
beforeEach(async () => {
  parent = await temporaryDirectory()
  marker = join(parent, 'executed')
  program = join(parent, 'program')
  await writeFile(program, `#!/bin/sh\necho "$0 $@" >> ${marker}\nexit 1\n`)
  await chmod(program, 0o755)
  repository = await GitRepository.create(join(parent, 'folder'))
  commit = await repository.commit({ 'modules/a/main.tf': 'one', 'main.tf': 'two' })
})
const wasExecuted = () =>
  stat(marker).then(
    () => true,
    () => false,
  )
afterEach(async () => expect(await wasExecuted()).toBe(false))

const open = (address: string, ref?: string) =>
  new LocalGitRepositoryReader({ cacheDirectory: join(parent, 'clones') }).open({ address, ref })

/** Everything that a snapshot can be asked for; failures do not matter. */
async function readEverything(address: string) {
  const snapshot = await open(address).catch(() => undefined)
  if (snapshot === undefined) return
  const entries = await snapshot.listEntries().catch(() => [])
  await snapshot.readBlobs(entries.map(({ blobId }) => blobId)).catch(() => {})
  await snapshot.listRefs().catch(() => {})
  await snapshot.hasCommit('f'.repeat(40)).catch(() => {})
  await snapshot.lastChanges([{ include: ['modules/a'], exclude: [] }]).catch(() => {})
  await snapshot.close()
}

async function removeObject(name: string, where = repository) {
  const id = await where.git('rev-parse', name)
  await rm(join(where.directory, '.git/objects', id.slice(0, 2), id.slice(2)))
  return id
}

async function configure(where: GitRepository, settings: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(settings)) await where.git('config', name, value)
}

const promisor = {
  'core.repositoryformatversion': '1',
  'extensions.partialClone': 'origin',
  'remote.origin.promisor': 'true',
}
const hostileSettings = (): readonly [string, Readonly<Record<string, string>>][] => [
  ['uploadpack', { ...promisor, 'remote.origin.url': parent, 'remote.origin.uploadpack': program }],
  ['an ssh command', { ...promisor, 'remote.origin.url': 'ssh://x/y', 'core.sshCommand': program }],
  [
    'a remote helper',
    { ...promisor, 'remote.origin.url': `ext::${program}`, 'protocol.ext.allow': 'always' },
  ],
  ['a vcs', { ...promisor, 'remote.origin.vcs': 'ext', 'remote.origin.url': program }],
  ['a proxy', { ...promisor, 'remote.origin.url': 'git://x/y', 'core.gitProxy': program }],
  [
    'a credential helper',
    { ...promisor, 'remote.origin.url': 'http://127.0.0.1:9/x', 'credential.helper': program },
  ],
  [
    'a rewritten address',
    {
      ...promisor,
      'remote.origin.url': 'x://y',
      [`url.ext::${program}.insteadOf`]: 'x://y',
      'protocol.allow': 'always',
    },
  ],
  [
    'everything else that names programs',
    {
      'core.fsmonitor': program,
      'core.hooksPath': parent,
      'core.pager': program,
      'core.editor': program,
      'core.askPass': program,
      'core.alternateRefsCommand': program,
      'diff.external': program,
      'diff.x.textconv': program,
      'filter.x.smudge': program,
      'merge.x.driver': program,
      'gpg.program': program,
      'log.showSignature': 'true',
      'gc.recentObjectsHook': program,
      'pager.rev-list': 'true',
      'alias.rev-list': `!${program}`,
      'uploadpack.packObjectsHook': program,
    },
  ],
]

describe('a folder whose own configuration names programs', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('starts none of them, with objects and without (%#)', async (index) => {
    const [, settings] = hostileSettings()[index]!
    await repository.write({ '.gitattributes': '* diff=x filter=x merge=x\n' })
    await repository.git('commit', '--quiet', '--allow-empty', '--message', 'x')
    await configure(repository, settings)
    await readEverything(repository.directory)
    await removeObject('HEAD:main.tf')
    await removeObject('HEAD:modules')
    await readEverything(repository.directory)
    await readEverything(join(repository.directory, 'modules'))
  })

  it('starts none where the configuration is included, or is that of a work tree', async () => {
    const [, settings] = hostileSettings()[0]!
    const included = await GitRepository.create(join(parent, 'other'))
    await configure(included, settings)
    await removeObject('HEAD:main.tf')
    await configure(repository, { 'include.path': join(included.directory, '.git/config') })
    await readEverything(repository.directory)
    await configure(repository, { 'core.repositoryformatversion': '1', 'extensions.worktreeConfig': 'true' })
    await cp(join(included.directory, '.git/config'), join(repository.directory, '.git/config.worktree'))
    await readEverything(repository.directory)
  })

  it('would have started them before, which these tests rely on', async () => {
    await configure(repository, hostileSettings()[0]![1])
    const blob = await removeObject('HEAD:main.tf')
    await expect(repository.git('cat-file', '-p', blob)).rejects.toThrow()
    expect(await wasExecuted()).toBe(true)
    await rm(marker)
  })

  it('is read like any other', async () => {
    await configure(repository, { 'core.worktree': '/', 'core.bare': 'true', 'core.ignoreCase': 'true' })
    const snapshot = await open(join(repository.directory, 'modules'))
    expect(snapshot).toMatchObject({ address: repository.directory, scope: 'modules', commit, ref: 'main' })
  })
})

describe('a bare repository that was committed as files', () => {
  it('is a folder like others', async () => {
    const inner = await GitRepository.create(join(parent, 'inner'))
    await inner.commit({ 'main.tf': 'x' })
    await configure(inner, hostileSettings()[0]![1])
    await removeObject('HEAD:main.tf', inner)
    await cp(join(inner.directory, '.git'), join(repository.directory, 'sub'), { recursive: true })
    await writeFile(join(repository.directory, 'sub/refs/keep'), '')
    const head = await repository.commit({})
    const clone = await GitRepository.clone(repository.directory, join(parent, 'clone'))
    const snapshot = await open(join(clone.directory, 'sub'))
    expect(snapshot).toMatchObject({ address: clone.directory, scope: 'sub', commit: head })
    await readEverything(join(clone.directory, 'sub'))
    await readEverything(join(clone.directory, 'sub/objects'))
  })
})

describe('a folder with an unusual layout', () => {
  it('can be a linked work tree, at its own commit', async () => {
    await repository.git('worktree', 'add', '--quiet', '-b', 'topic', join(parent, 'linked'))
    const linked = new GitRepository(join(parent, 'linked'))
    const head = await linked.commit({ 'b.tf': '' })
    expect(await open(linked.directory)).toMatchObject({
      address: linked.directory,
      ref: 'topic',
      commit: head,
    })
    expect(await open(repository.directory)).toMatchObject({ ref: 'main', commit })
  })

  it('can be a submodule', async () => {
    const outer = await GitRepository.create(join(parent, 'outer'))
    await outer.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      repository.directory,
      'sub',
    )
    const directory = join(outer.directory, 'sub')
    expect(await open(join(directory, 'modules'))).toMatchObject({
      address: directory,
      scope: 'modules',
      commit,
    })
  })

  it('can have its repository elsewhere', async () => {
    await repository.git('init', '--quiet', '--separate-git-dir', join(parent, 'elsewhere'))
    expect(await open(repository.directory)).toMatchObject({ commit })
  })

  it('can have a detached HEAD, packed refs and packed objects', async () => {
    await repository.git('tag', '--annotate', 'v1', '--message', 'x')
    await repository.git('checkout', '--quiet', '--detach')
    await repository.git('gc', '--quiet')
    const snapshot = await open(repository.directory)
    expect(snapshot).toMatchObject({ commit, ref: commit.slice(0, 10) })
    expect((await snapshot.listRefs()).tags).toEqual(new Map([['v1', commit]]))
  })

  it('can be shallow', async () => {
    const head = await repository.commit({ 'main.tf': 'three' })
    await runGit(parent, ['clone', '--quiet', '--depth=1', `file://${repository.directory}`, 'shallow'])
    const snapshot = await open(join(parent, 'shallow'))
    expect(await snapshot.lastChanges([{ include: ['modules'], exclude: [] }])).toEqual([head])
  })

  it('can borrow the objects of another repository, as `git clone --shared` does', async () => {
    await runGit(parent, ['clone', '--quiet', '--shared', repository.directory, 'borrower'])
    expect(await open(join(parent, 'borrower'))).toMatchObject({ commit })
  })

  it('can have objects that are named with SHA-256', async () => {
    const directory = join(parent, 'sha256')
    await runGit(parent, ['init', '--quiet', '--object-format=sha256', '--initial-branch=main', directory])
    const other = new GitRepository(directory)
    const head = await other.commit({ 'main.tf': 'x' })
    expect(head).toHaveLength(64)
    const snapshot = await open(directory)
    expect(snapshot.commit).toBe(head)
    expect((await snapshot.listEntries()).map(({ path }) => path)).toEqual(['main.tf'])
  })

  it('is refused if it keeps its refs in another format', async () => {
    await configure(repository, { 'core.repositoryformatversion': '1', 'extensions.refStorage': 'reftable' })
    await expect(open(repository.directory)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('reftable'),
      hint: expect.stringContaining('--ref-format=files'),
    })
  })

  it('is no repository if its file `.git` leads nowhere', async () => {
    await mkdir(join(parent, 'x'))
    await writeFile(join(parent, 'x/.git'), 'gitdir: /nowhere\n')
    await expect(open(join(parent, 'x'))).rejects.toThrow(NotFoundError)
  })
})

describe('files that git would follow or wait for', () => {
  const inGit = (name: string) => join(repository.directory, '.git', name)
  const makePipe = (name: string) => execFileSync('mkfifo', [inGit(name)])

  it.each([
    'HEAD',
    'packed-refs',
    'refs/heads/main',
    'config',
    'shallow',
    'objects/info/alternates',
    'objects/info/commit-graph',
    'objects/pack/pack-1.idx',
    'commondir',
  ])('do not hold up reading: a pipe in place of %s', async (name) => {
    await rm(inGit(name), { force: true })
    makePipe(name)
    await open(repository.directory).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Error)
    })
  })

  it('are no refs: links to other files and odd names', async () => {
    const secret = join(parent, 'secret')
    await writeFile(secret, commit)
    await symlink(secret, inGit('refs/heads/link'))
    await symlink('refs/heads/main', inGit('refs/heads/old-style'))
    await symlink(parent, inGit('refs/heads/folder'))
    await writeFile(inGit('refs/heads/a..b'), `${commit}\n`)
    await writeFile(inGit('refs/heads/--upload-pack=x'), `${commit}\n`)
    await writeFile(inGit('refs/heads/loop'), 'ref: refs/heads/loop\n')
    const { branches } = await (await open(repository.directory)).listRefs()
    expect([...branches.keys()]).toEqual(['--upload-pack=x', 'main', 'old-style'])
  })

  it('are reported as damage where HEAD makes no sense', async () => {
    await writeFile(inGit('HEAD'), 'ref: ../../secret\n')
    await expect(open(repository.directory)).rejects.toThrow(InputError)
  })

  it.runIf(process.getuid?.() === 0)('are not borrowed from other users', async () => {
    const { chown } = await import('node:fs/promises')
    const other = await GitRepository.create(join(parent, 'other'))
    await chown(join(other.directory, '.git/objects'), 12345, 12345)
    await writeFile(inGit('objects/info/alternates'), `${join(other.directory, '.git/objects')}\n`)
    await expect(open(repository.directory)).rejects.toThrow('which belongs to another user')
  })
})

describe('the temporary repository', () => {
  it('is gone when the snapshot is closed, and nothing was written to the folder', async () => {
    await rename(join(repository.directory, '.git/index'), join(parent, 'index'))
    const before = execFileSync('find', [repository.directory, '-printf', '%p %T@ %C@\n'], {
      encoding: 'utf8',
    })
    await readEverything(repository.directory)
    const after = execFileSync('find', [repository.directory, '-printf', '%p %T@ %C@\n'], {
      encoding: 'utf8',
    })
    expect(after).toBe(before)
    expect(await readFile(join(parent, 'index'))).toBeDefined()
  })
})
