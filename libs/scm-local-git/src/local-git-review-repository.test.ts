// Over 300 lines: one suite for everything that a review repository promises.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError } from '@groundplan/errors'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { LocalGitReviewRepository } from './local-git-review-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const reviewer = { name: 'Ada Lovelace', email: 'ada@example.com' }
const write = (files: Readonly<Record<string, string>>): ChangeSet =>
  Object.entries(files).map(([path, content]) => ({ kind: 'write', path, content }))

let directory: string
let repository: LocalGitReviewRepository
const openRepository = () =>
  LocalGitReviewRepository.open({ directory, author, initialFiles: write({ 'README.md': 'Blueprints\n' }) })

// To copy a new repository is faster than to make one.
let template: string
beforeAll(async () => {
  directory = join(await temporaryDirectory(), 'home/blueprints.git')
  await openRepository()
  template = dirname(directory)
})
beforeEach(async () => {
  const home = await temporaryDirectory()
  await cp(template, home, { recursive: true })
  directory = join(home, 'blueprints.git')
  repository = await openRepository()
})

async function push(
  branch: string,
  files: Readonly<Record<string, string>>,
  parent?: string,
): Promise<string> {
  return repository.pushBranch({
    branch,
    parent: parent ?? (await repository.readHead()).commit,
    changes: write(files),
    message: `Propose ${branch}\n`,
    author,
    date: new Date('2026-01-02T03:04:05Z'),
  })
}
const merge = async (branch: string, commit?: string) => {
  const tip = commit ?? (await repository.findBranch(branch)) ?? 'none'
  return repository.mergeBranch({ branch, commit: tip, message: `Merge ${branch}\n`, author: reviewer })
}
const git = (...args: readonly string[]) => runGit(directory, args)
const textsAt = async (commit: string) => {
  const entries = await repository.listEntries(commit)
  const texts = await repository.readTexts(entries.map(({ blobId }) => blobId))
  return Object.fromEntries(entries.map(({ path, blobId }) => [path, texts.get(blobId)]))
}
const clone = async () => GitRepository.clone(directory, join(await temporaryDirectory(), 'clone'))

describe('opening', () => {
  it('makes a bare repository with one commit on main, and nothing beside it', async () => {
    const { branch, commit } = await repository.readHead()
    expect(branch).toBe('main')
    expect(await textsAt(commit)).toEqual({ 'README.md': 'Blueprints\n' })
    expect(await git('rev-list', '--count', '--all')).toBe('1')
    expect(await git('symbolic-ref', 'HEAD')).toBe('refs/heads/main')
    expect(await readdir(join(directory, '..'))).toEqual(['blueprints.git'])
  })

  it('keeps everything the second time', async () => {
    const commit = await push('groundplan/a', { a: '1' })
    const again = await openRepository()
    expect(await again.findBranch('groundplan/a')).toBe(commit)
    expect(await again.readHead()).toEqual(await repository.readHead())
  })

  it('removes what a killed attempt has left', async () => {
    const parent = await temporaryDirectory()
    await mkdir(join(parent, '.init-killed'))
    directory = join(parent, 'new.git')
    await openRepository()
    expect(await readdir(parent)).toEqual(['new.git'])
  })

  it.each(['a file', 'a folder with something else', 'an empty folder', 'another repository'])(
    'refuses %s in its place and leaves it as it is',
    async (what) => {
      directory = join(await temporaryDirectory(), 'taken')
      if (what === 'a file') await writeFile(directory, 'mine')
      else await mkdir(directory)
      if (what === 'a folder with something else') await writeFile(join(directory, 'note'), 'mine')
      if (what === 'another repository') {
        await runGit(directory, ['init', '--quiet', '--bare', '--initial-branch=trunk'])
      }
      const before = await readdir(directory).catch(() => readFile(directory, 'utf8'))
      await expect(openRepository()).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(directory),
        hint: expect.stringContaining('move it aside'),
      })
      expect(await readdir(directory).catch(() => readFile(directory, 'utf8'))).toEqual(before)
    },
  )

  it.each(['HEAD', 'refs', 'objects', 'config'])('reports a repository whose %s is damaged', async (part) => {
    await rm(join(directory, part), { recursive: true })
    if (part === 'objects' || part === 'refs') await mkdir(join(directory, part))
    if (part === 'config') await writeFile(join(directory, part), '[[[')
    await expect(openRepository()).rejects.toThrow(ConflictError)
  })

  it("never takes the user's own repository around it for a damaged one", async () => {
    const mine = await GitRepository.create(await temporaryDirectory())
    const commit = await mine.commit({ 'mine.txt': 'x' })
    directory = join(mine.directory, '.groundplan/blueprints.git')
    await openRepository()
    await rm(join(directory, 'HEAD'))
    await expect(openRepository()).rejects.toThrow(ConflictError)
    expect(await mine.git('rev-parse', 'main')).toBe(commit)
  })
})

describe('a branch', () => {
  it('gets one commit with exactly the changes, by the author given', async () => {
    const before = await repository.readHead()
    const odd = { 'a b/ü "q"\n.yaml': 'text\n', 'README.md': '' }
    const commit = await push('groundplan/a', odd)
    expect(await textsAt(commit)).toEqual(odd)
    expect(await git('log', '-1', '--format=%an <%ae> %cn %ct %P|%B', commit)).toBe(
      `Groundplan <groundplan@localhost> Groundplan 1767323045 ${before.commit}|Propose groundplan/a\n`,
    )
    expect(await repository.findBranch('groundplan/a')).toBe(commit)
    expect(await repository.readHead()).toEqual(before)
  })

  it('can take files away', async () => {
    const { commit: parent } = await repository.readHead()
    const changes: ChangeSet = [{ kind: 'delete', path: 'README.md' }]
    const commit = await repository.pushBranch({
      branch: 'x',
      parent,
      changes,
      message: '',
      author,
      date: new Date(0),
    })
    expect(await repository.listEntries(commit)).toEqual([])
  })

  it('is the same commit for the same input', async () => {
    const { commit: parent } = await repository.readHead()
    const first = await push('a', { a: '1' }, parent)
    expect(await push('a', { a: '1' }, parent)).toBe(first)
  })

  it('can be pointed elsewhere', async () => {
    await push('a', { a: '1' })
    const second = await push('a', { b: '2' })
    expect(await repository.findBranch('a')).toBe(second)
    expect(Object.keys(await textsAt(second))).toEqual(['README.md', 'b'])
  })

  it('can count another commit as merged, and takes its own changes only', async () => {
    const details = { message: 'x\n', author, date: new Date('2026-01-02T03:04:05Z') }
    const { commit: parent } = await repository.readHead()
    const [written = ''] = await repository.writeCommits([{ ...details, parent, changes: write({ a: '1' }) }])
    expect([...(await repository.readBranches()).tips.keys()]).toEqual(['main'])
    const tip = await push('x', { b: '2' })
    const changes = write({ a: '1 and more' })
    const commit = { ...details, branch: 'x', parent: tip, merged: written, expected: tip, changes }
    const merged = await repository.pushBranch(commit)
    expect(await git('log', '-1', '--format=%P', merged)).toBe(`${tip} ${written}`)
    expect(await textsAt(merged)).toMatchObject({ a: '1 and more', b: '2' })
    expect(await repository.findBranch('x')).toBe(merged)
  })

  it('can be pointed at commits that were made ahead, several at once', async () => {
    const details = { message: 'x\n', author, date: new Date('2026-01-02T03:04:05Z') }
    const { commit: parent } = await repository.readHead()
    const ids = await repository.writeCommits(
      ['1', '2', '3'].map((a) => ({ ...details, parent, changes: write({ [`f${a}`]: a }) })),
    )
    expect([...(await repository.readBranches()).tips.keys()]).toEqual(['main'])
    for (const [index, commit] of ids.entries())
      await repository.moveBranch({ branch: `b${index}`, commit, expected: 'absent' })
    expect(await textsAt((await repository.findBranch('b1')) ?? '')).toMatchObject({ f2: '2' })
    expect([...(await repository.readBranches(['b2', 'no'])).tips.keys()].toSorted()).toEqual(['b2', 'main'])
    const again = { branch: 'b0', commit: ids[1] ?? '', expected: 'absent' as const }
    await expect(repository.moveBranch(again)).rejects.toThrow('The branch b0 already exists.')
    expect(await repository.findBranch('b0')).toBe(ids[0])
  })

  it('stays where it is if it is not where it was expected', async () => {
    const first = await push('x', { a: '1' })
    const second = await push('x', { a: '2' }, first)
    const date = new Date('2026-01-02T03:04:05Z')
    const late = {
      branch: 'x',
      parent: first,
      expected: first,
      changes: write({ a: '3' }),
      message: '',
      author,
      date,
    }
    await expect(repository.pushBranch(late)).rejects.toThrow('has changed')
    expect(await repository.findBranch('x')).toBe(second)
  })

  it('is not there before it is pushed', async () => {
    expect(await repository.findBranch('groundplan/a')).toBeUndefined()
  })

  it('does not mind others that are pushed at the same time', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `groundplan/n${index}`)
    const commits = await Promise.all(names.map((name) => push(name, { [name]: name })))
    expect(await Promise.all(names.map((name) => repository.findBranch(name)))).toEqual(commits)
  })

  it('keeps its commits readable when it is deleted, through a garbage collection', async () => {
    const commit = await push('groundplan/a', { a: '1' })
    await repository.deleteBranch('groundplan/a')
    expect(await repository.findBranch('groundplan/a')).toBeUndefined()
    await git('gc', '--quiet', '--prune=now')
    expect(await textsAt(commit)).toMatchObject({ a: '1' })
  })

  it('can be deleted twice, and together with others', async () => {
    const names = ['a', 'b', 'c', 'd']
    await Promise.all(names.map((name) => push(name, { [name]: name })))
    await Promise.all([...names, 'never-there'].map((name) => repository.deleteBranch(name)))
    await repository.deleteBranch('a')
    expect(await git('for-each-ref', '--format=%(refname:short)', 'refs/heads')).toBe('main')
  })
})

describe('a diff', () => {
  const expected =
    /^diff --git a\/a.yaml b\/a.yaml\nnew file mode 100644\n.*\n--- \/dev\/null\n\+\+\+ b\/a.yaml\n@@ -0,0 \+1 @@\n\+one\n$/s

  it('of an open branch is what it brings, however far main has gone', async () => {
    const commit = await push('a', { 'a.yaml': 'one\n' })
    await push('b', { 'b.yaml': 'b\n' })
    await merge('b')
    expect(await repository.diff(commit)).toMatch(expected)
  })

  it('of a merge is what it brought', async () => {
    await push('a', { 'a.yaml': 'one\n' })
    const merged = await merge('a')
    await push('b', { 'b.yaml': 'b\n' })
    await merge('b')
    expect(await repository.diff(merged)).toMatch(expected)
  })

  it('of a branch that brings nothing is empty', async () => {
    expect(await repository.diff(await push('a', { 'README.md': 'Blueprints\n' }))).toBe('')
  })
})

describe('a merge', () => {
  it('is a commit of both on main, by the reviewer', async () => {
    const before = await repository.readHead()
    const commit = await push('groundplan/a', { a: '1' })
    const merged = await merge('groundplan/a')
    expect(await repository.readHead()).toEqual({ branch: 'main', commit: merged })
    expect(await git('log', '-1', '--format=%P|%an <%ae>|%B', merged)).toBe(
      `${before.commit} ${commit}|Ada Lovelace <ada@example.com>|Merge groundplan/a\n`,
    )
    expect(await git('worktree', 'list', '--porcelain')).not.toContain('groundplan-merge')
  })

  it('contains what a person committed to the branch', async () => {
    await push('groundplan/a', { a: '1' })
    const person = await clone()
    await person.git('checkout', '--quiet', 'groundplan/a')
    await person.commit({ a: 'edited' }, 'Say it better')
    await person.git('push', '--quiet', 'origin', 'groundplan/a')
    expect(await textsAt(await merge('groundplan/a'))).toMatchObject({ a: 'edited' })
  })

  it('of both sides keeps what each has changed', async () => {
    const lines = (first: string, last: string) => `${first}\n2\n3\n4\n5\n${last}\n`
    const base = await push('a', { a: lines('1', '6') })
    await merge('a')
    await push('people', { a: lines('people', '6') })
    await merge('people')
    await push('a', { a: lines('1', 'generated') }, base)
    expect(await textsAt(await merge('a'))).toMatchObject({ a: lines('people', 'generated') })
  })

  it('with a conflict throws, names the files, and leaves everything as it was', async () => {
    const base = await push('a', { 'a.yaml': '1\n', 'größe b.yaml': '1\n', 'c.yaml': '1\n' })
    await merge('a')
    await push('people', { 'a.yaml': 'people\n', 'größe b.yaml': 'people\n' })
    await merge('people')
    await push('a', { 'a.yaml': 'generated\n', 'größe b.yaml': 'generated\n', 'c.yaml': '2\n' }, base)
    const before = await git('for-each-ref')
    const merging = merge('a')
    await expect(merging).rejects.toThrow(ConflictError)
    await expect(merging).rejects.toMatchObject({
      message: 'The branch a conflicts with main in a.yaml, größe b.yaml.',
      hint: expect.stringContaining(`Clone ${directory}`),
      details: { files: ['a.yaml', 'größe b.yaml'] },
    })
    expect(await git('for-each-ref')).toBe(before)
    expect(await git('worktree', 'list', '--porcelain')).not.toContain('groundplan-merge')
  })

  it('where main has deleted what the branch changes is a conflict as well', async () => {
    const base = await push('a', { 'a.yaml': '1\n' })
    await merge('a')
    const person = await clone()
    await person.commit({ 'a.yaml': null })
    await person.git('push', '--quiet', 'origin', 'main')
    await push('a', { 'a.yaml': '2\n' }, base)
    await expect(merge('a')).rejects.toThrow(/conflicts with main in a.yaml/)
  })

  it('goes on after one that had a conflict', async () => {
    const a = await push('a', { x: '1\n' })
    const b = await push('b', { x: '2\n' })
    const c = await push('c', { y: '3\n' })
    const results = await Promise.allSettled([merge('a', a), merge('b', b), merge('c', c)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await textsAt((await repository.readHead()).commit)).toMatchObject({ x: '1\n', y: '3\n' })
  })

  it('of many branches at once loses none', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    for (const name of names) await push(name, { [name]: name })
    await Promise.all(names.map((branch) => merge(branch)))
    expect(await textsAt((await repository.readHead()).commit)).toMatchObject({
      a: 'a',
      b: 'b',
      c: 'c',
      d: 'd',
      e: 'e',
    })
  })

  it('starts again from what others have pushed meanwhile', async () => {
    const other = await openRepository()
    await push('a', { a: '1' })
    const commit = await push('b', { b: '1' })
    const others = other.mergeBranch({ branch: 'b', commit, message: 'm', author: reviewer })
    await Promise.all([merge('a'), others])
    expect(await textsAt((await repository.readHead()).commit)).toMatchObject({ a: '1', b: '1' })
  })

  it('of a branch that has moved since somebody looked is a conflict, and changes nothing', async () => {
    const seen = await push('moving', { a: '1' })
    await push('moving', { a: '2' })
    const before = await repository.readHead()
    await expect(merge('moving', seen)).rejects.toThrow('The branch moving has changed.')
    expect(await repository.readHead()).toEqual(before)
  })

  it('of a branch that is gone is a conflict', async () => {
    await expect(merge('gone')).rejects.toThrow(new ConflictError('The branch gone no longer exists.'))
  })

  it('leaves no temporary folders behind', async () => {
    const merges = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith('groundplan-merge-'))
    const before = new Set(await merges())
    await push('a', { x: '1' })
    await push('b', { x: '2' })
    await Promise.allSettled([merge('a'), merge('b')])
    expect((await merges()).filter((name) => !before.has(name))).toEqual([])
  })
})

describe('the history of main', () => {
  it('tells by which commit each commit came', async () => {
    const first = await repository.readHead()
    const a1 = await push('a', { a: '1' })
    const a2 = await push('a', { a: '2' }, a1)
    const b1 = await push('b', { b: '1' })
    const mergedA = await merge('a')
    const open = await push('c', { c: '1' })
    const mergedB = await merge('b')
    const merges = await repository.findMerges([first.commit, a1, a2, b1, mergedA, open, 'f'.repeat(40)])
    expect(merges).toEqual(
      new Map([
        [first.commit, first.commit],
        [a1, mergedA],
        [a2, mergedA],
        [b1, mergedB],
        [mergedA, mergedA],
      ]),
    )
  })

  it('takes a fast-forward for what it is', async () => {
    const commit = await push('a', { a: '1' })
    const person = await clone()
    await person.git('merge', '--quiet', '--ff-only', 'origin/a')
    await person.git('push', '--quiet', 'origin', 'main')
    expect(await repository.findMerges([commit])).toEqual(new Map([[commit, commit]]))
  })

  it('tells by which commit what is new came', async () => {
    await push('old', { old: '1' })
    const from = await merge('old')
    const a1 = await push('a', { a: '1' })
    const b1 = await push('b', { b: '1' })
    const mergedA = await merge('a')
    const to = await merge('b')
    const merged = [
      [a1, mergedA],
      [mergedA, mergedA],
      [b1, to],
      [to, to],
    ] as const
    expect(new Map([...(await repository.listMerged({ from, to }))].toSorted())).toEqual(
      new Map([...merged].toSorted()),
    )
    expect(await repository.listMerged({ from: to, to })).toEqual(new Map())
  })

  it('tells at which paths of a folder two commits differ', async () => {
    await push('a', { 'x/kept': '1', 'x/gone': '1', 'x/y/changed': '1', 'other/new': '1' })
    const from = await merge('a')
    const person = await clone()
    await person.commit({ 'x/gone': null, 'x/y/changed': '2', 'x/new "ä"': '1', 'other/new': '2', xy: '1' })
    await person.git('push', '--quiet', 'origin', 'main')
    const { commit: to } = await repository.readHead()
    const changes = await repository.listChanges({ from, to }, 'x/')
    expect(changes.map(({ path, entry }) => [path, entry?.kind])).toEqual([
      ['x/gone', undefined],
      ['x/new "ä"', 'file'],
      ['x/y/changed', 'file'],
    ])
    const paths = changes.map(({ path }) => path)
    expect(await repository.readEntries(to, paths)).toEqual(changes.flatMap(({ entry }) => entry ?? []))
    await repository.listEntries(to)
    expect(await repository.readEntries(to, [...paths, 'x', '-x'])).toHaveLength(2)
    expect(await repository.readEntries(from, ['x', '-x', 'x/none'])).toEqual([])
    expect(await repository.listChanges({ from: to, to }, 'x/')).toEqual([])
  })

  it('tells where a commit has left it', async () => {
    const { commit: first } = await repository.readHead()
    const a = await push('a', { a: '1' })
    await push('b', { b: '1' })
    await merge('b')
    expect(await repository.findBase(a)).toBe(first)
    await merge('a')
    expect(await repository.findBase(a)).toBe(a)
    expect(await repository.findBase('f'.repeat(40))).toBeUndefined()
  })

  it('tells generated commits from people’s, on a branch and in the history of a file', async () => {
    const { commit: head } = await repository.readHead()
    const first = await push('a', { a: '1' })
    const second = await push('a', { a: '2' }, first)
    const ours = [
      { commit: second, parents: [first], isGenerated: true },
      { commit: first, parents: [head], isGenerated: true },
    ]
    expect(await repository.listOwnCommits(second)).toEqual(ours)
    expect(await repository.listOwnCommits(head)).toEqual([])
    const person = await clone()
    await person.git('checkout', '--quiet', 'a')
    const theirs = await person.commit({ a: '3' })
    await person.git('push', '--quiet', 'origin', 'a')
    const mixed = await repository.listOwnCommits(theirs)
    expect(mixed).toEqual([{ commit: theirs, parents: [second], isGenerated: false }, ...ours])
    expect(await repository.findGenerated('a')).toBeUndefined()
    await merge('a', theirs)
    expect(await repository.findGenerated('a')).toBe(second)
    expect(await repository.findGenerated('b')).toBeUndefined()
  })
})

describe("the user's settings", () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    isolateGit()
  })

  it('neither stop a merge nor change a diff', async () => {
    const global = join(await temporaryDirectory(), 'gitconfig')
    const hooks = join(await temporaryDirectory(), 'hooks')
    await mkdir(hooks)
    for (const hook of [
      'pre-merge-commit',
      'commit-msg',
      'prepare-commit-msg',
      'post-checkout',
      'reference-transaction',
    ]) {
      await writeFile(join(hooks, hook), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    }
    await writeFile(
      global,
      `[core]\n\thooksPath = ${hooks}\n\tautocrlf = true\n[commit]\n\tgpgsign = true\n[user]\n\tuseConfigOnly = true\n` +
        '[merge]\n\tff = only\n\tverifySignatures = true\n[diff]\n\tnoprefix = true\n\texternal = false\n\tcontext = 0\n' +
        '[color]\n\tui = always\n[init]\n\tdefaultBranch = trunk\n\ttemplateDir = /nowhere\n[fetch]\n\tprune = false\n',
    )
    vi.stubEnv('GIT_CONFIG_GLOBAL', global)
    directory = join(await temporaryDirectory(), 'blueprints.git')
    repository = await openRepository()
    const commit = await push('a', { 'a.yaml': 'one\n' })
    expect(await repository.diff(commit)).toMatch(/^diff --git a\/a.yaml b\/a.yaml\n/)
    await push('b', { b: '1' })
    await merge('b')
    expect(await textsAt(await merge('a'))).toMatchObject({ 'a.yaml': 'one\n', b: '1' })
  })
})
