// Over 300 lines: one suite, whose tests share a remote and its copies.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError, ExternalServiceError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import {
  GitHttpServer,
  GitRepository,
  isolateGit,
  runGit,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RemoteGitReviewRepository } from './remote-git-review-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const reviewer = { name: 'Ada Lovelace', email: 'ada@example.com' }
const write = (files: Readonly<Record<string, string>>): ChangeSet =>
  Object.entries(files).map(([path, content]) => ({ kind: 'write', path, content }))

let server: GitHttpServer
let origin: string
let person: GitRepository
let directory: string
let repository: RemoteGitReviewRepository
const open = (copy = directory) =>
  RemoteGitReviewRepository.open({
    address: `${server.url}/team/blueprints.git`,
    findCredentials: async () => server.credentials,
    directory: copy,
    initialFiles: write({ 'README.md': 'Blueprints\n' }),
    author,
  })

beforeEach(async () => {
  server = await GitHttpServer.start(await temporaryDirectory())
  origin = await server.createRepository('team/blueprints.git', 'trunk')
  person = await GitRepository.clone(origin, join(await temporaryDirectory(), 'person'))
  await person.commit({ 'README.md': 'Ours\n' })
  await person.git('push', '--quiet', 'origin', 'HEAD:trunk')
  directory = join(await temporaryDirectory(), 'home/blueprints.git')
  repository = await open()
  server.operations = 0
})
afterEach(() => server.close())

const there = (...args: readonly string[]) => runGit(origin, args)
const tipThere = (branch: string) => there('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)
async function push(branch: string, files: Readonly<Record<string, string>>, more: object = {}) {
  const { commit: parent } = await repository.readHead()
  const date = new Date('2026-01-02T03:04:05Z')
  const rest = { branch, parent, changes: write(files), message: `Propose ${branch}\n`, author, date }
  return repository.pushBranch({ ...rest, ...more })
}
const commitAsPerson = async (branch: string, files: Readonly<Record<string, string>>) => {
  await person.git('fetch', '--quiet', 'origin')
  await person.git('checkout', '--quiet', '-B', branch, `origin/${branch}`)
  const commit = await person.commit(files)
  await person.git('push', '--quiet', 'origin', branch)
  return commit
}

describe('opening', () => {
  it('takes one git operation the first time and none later', async () => {
    const copy = join(await temporaryDirectory(), 'other.git')
    await open(copy)
    expect(server.operations).toBe(1)
    await open(copy)
    expect(server.operations).toBe(1)
  })

  it("knows the remote's own default branch", async () => {
    expect(await repository.readHead()).toEqual({ branch: 'trunk', commit: await tipThere('trunk') })
    expect(repository.address).toBe(`${server.url}/team/blueprints.git`)
  })

  it('gives an empty repository its first commit, once, though two begin', async () => {
    const empty = await server.createRepository('team/new.git', 'main')
    const begin = async () =>
      RemoteGitReviewRepository.open({
        address: `${server.url}/team/new.git`,
        findCredentials: async () => server.credentials,
        directory: join(await temporaryDirectory(), 'new.git'),
        initialFiles: write({ 'README.md': 'Blueprints\n' }),
        author,
      })
    const [one, two] = await Promise.all([begin(), begin()])
    expect(await one.readHead()).toEqual(await two.readHead())
    expect(await one.readHead()).toEqual({
      branch: 'main',
      commit: await runGit(empty, ['rev-parse', 'main']),
    })
    expect(await runGit(empty, ['rev-list', '--count', '--all'])).toBe('1')
  })

  it('takes a folder for a remote as well', async () => {
    const copy = join(await temporaryDirectory(), 'copy.git')
    const options = { address: origin, directory: copy, initialFiles: [], author }
    repository = await RemoteGitReviewRepository.open(options)
    expect(repository.address).toBe(origin)
    expect(await tipThere('a').catch(() => undefined)).toBeUndefined()
    expect(await push('a', { a: '1' }, { expected: 'absent' })).toBe(await tipThere('a'))
  })

  it.each(['HEAD', 'config', 'objects'])('makes a copy anew whose %s is damaged', async (part) => {
    await rm(join(directory, part), { recursive: true })
    if (part === 'config') await writeFile(join(directory, part), '[[[')
    if (part === 'objects') await mkdir(join(directory, part))
    expect(await (await open()).readHead()).toEqual({ branch: 'trunk', commit: await tipThere('trunk') })
  })

  it('says what is wrong if the host refuses or does not know it', async () => {
    const opening = (address: string, password: string) =>
      temporaryDirectory().then((copy) =>
        RemoteGitReviewRepository.open({
          address,
          findCredentials: async () => ({ username: 'bot', password }),
          directory: join(copy, 'x.git'),
          initialFiles: [],
          author,
        }),
      )
    const { url, credentials } = server
    await expect(opening(`${url}/team/blueprints.git`, 'wrong')).rejects.toThrow(NotAllowedError)
    await expect(opening(`${url}/team/gone.git`, credentials.password)).rejects.toThrow(NotFoundError)
    await expect(opening('/a/folder', '')).rejects.toThrow(NotFoundError)
    await expect(opening(`${url}/team/blueprints.git`, 'a\nb')).rejects.toThrow('contain a line break')
  })
})

describe('a refresh', () => {
  it('is one git operation and brings what others have done', async () => {
    const commit = await commitAsPerson('trunk', { a: '1' })
    await person.git('push', '--quiet', 'origin', 'HEAD:people/a')
    expect((await repository.readHead()).commit).not.toBe(commit)
    server.operations = 0
    await repository.refresh()
    expect(server.operations).toBe(1)
    expect(await repository.readHead()).toEqual({ branch: 'trunk', commit })
    expect(await repository.findBranch('people/a')).toBe(commit)
  })

  it('forgets branches that are gone, and keeps their commits through a garbage collection', async () => {
    const gone = await push('a', { a: '1' })
    const rewritten = await push('b', { b: '1' })
    await person.git('push', '--quiet', 'origin', '--delete', 'a')
    await person.git('push', '--quiet', '--force', 'origin', 'HEAD:b')
    await repository.refresh()
    expect(new Set((await repository.readBranches()).tips.keys())).toEqual(new Set(['trunk', 'b']))
    await runGit(directory, ['gc', '--quiet', '--prune=now'])
    for (const commit of [gone, rewritten]) expect(await repository.listEntries(commit)).toHaveLength(2)
  })

  it('follows a default branch that was renamed', async () => {
    await person.git('push', '--quiet', 'origin', 'HEAD:main', ':trunk').catch(() => {})
    await there('symbolic-ref', 'HEAD', 'refs/heads/main')
    await there('update-ref', '-d', 'refs/heads/trunk')
    await repository.refresh()
    expect(await repository.readHead()).toEqual({ branch: 'main', commit: await tipThere('main') })
  })

  it('can be wanted by many at once', async () => {
    const other = await open()
    const commit = await commitAsPerson('trunk', { a: '1' })
    await Promise.all([repository, other, repository, other].map((one) => one.refresh()))
    expect((await other.readHead()).commit).toBe(commit)
  })
})

describe('a push', () => {
  it('is one git operation, and the branch is at the host and here', async () => {
    const commit = await push('groundplan/a', { a: '1' }, { expected: 'absent' })
    expect(server.operations).toBe(1)
    expect(await tipThere('groundplan/a')).toBe(commit)
    expect(await repository.findBranch('groundplan/a')).toBe(commit)
  })

  it('is refused, with nothing changed, where the branch is elsewhere than expected', async () => {
    const first = await push('a', { a: '1' }, { expected: 'absent' })
    const theirs = await commitAsPerson('a', { a: 'edited' })
    await expect(push('a', { a: '2' }, { expected: first })).rejects.toThrow('a has changed')
    await expect(push('a', { a: '2' }, { expected: 'absent' })).rejects.toThrow('The branch a already exists')
    await expect(push('b', { a: '2' }, { expected: first })).rejects.toThrow(ConflictError)
    expect(await tipThere('a')).toBe(theirs)
    expect(await repository.findBranch('a')).toBe(first)
  })

  it('of the same once more is nothing new, whatever was expected', async () => {
    const first = await push('a', { a: '1' }, { expected: 'absent' })
    expect(await push('a', { a: '1' }, { expected: 'absent' })).toBe(first)
  })

  it('without an expectation goes through', async () => {
    await push('a', { a: '1' })
    const second = await push('a', { a: '2' })
    expect(await tipThere('a')).toBe(second)
  })

  it('takes the place of a folder of branches that is gone', async () => {
    await push('a/b', { a: '1' })
    await person.git('push', '--quiet', 'origin', '--delete', 'a/b')
    const commit = await push('a', { a: '1' }, { expected: 'absent' })
    expect(await repository.findBranch('a')).toBe(commit)
  })

  it.each(['before', 'midway', 'after', 503] as const)(
    'whose connection fails (%s) is found out about and done once',
    async (fault) => {
      let failures = 0
      server.fault = ({ path }) =>
        path.endsWith('/git-receive-pack') && (failures += 1) === 1 ? fault : undefined
      const commit = await push('a', { a: '1' }, { expected: 'absent' })
      expect(failures).toBeGreaterThan(0)
      expect(await tipThere('a')).toBe(commit)
      expect(await repository.findBranch('a')).toBe(commit)
    },
  )

  it('fails for now if the host does not answer, and the branch stays where it was', async () => {
    server.fault = () => 502
    await expect(push('a', { a: '1' })).rejects.toMatchObject({ retryable: true, status: 502 })
    server.fault = undefined
    await expect(tipThere('a')).rejects.toThrow()
    expect(await repository.findBranch('a')).toBeUndefined()
  })

  it('that a rule of the host forbids says so in the words of the host', async () => {
    const hook = join(origin, 'hooks/pre-receive')
    await mkdir(join(origin, 'hooks'))
    await writeFile(hook, '#!/bin/sh\necho "GH006: Protected branch update failed"\nexit 1\n', {
      mode: 0o755,
    })
    await expect(push('a', { a: '1' })).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(/pre-receive hook declined; GH006: Protected branch/),
    })
    expect(await repository.findBranch('a')).toBeUndefined()
  })

  it('is done by several processes on one copy without loss', async () => {
    const others = await Promise.all([open(), open()])
    const names = Array.from({ length: 6 }, (_, index) => `n${index}`)
    const { commit: parent } = await repository.readHead()
    const pushed = await Promise.all(
      names.map((branch, index) =>
        (others[index % 2] ?? repository).pushBranch({
          branch,
          parent,
          expected: 'absent',
          changes: write({ [branch]: '' }),
          message: '',
          author,
          date: new Date(0),
        }),
      ),
    )
    expect(await Promise.all(names.map(tipThere))).toEqual(pushed)
  })

  it('by two to one new branch lets one of them win', async () => {
    const other = await open(join(await temporaryDirectory(), 'other.git'))
    const { commit: parent } = await repository.readHead()
    const one = { branch: 'a', parent, expected: 'absent', message: '', author, date: new Date(0) } as const
    const results = await Promise.allSettled([
      repository.pushBranch({ ...one, changes: write({ a: '1' }) }),
      other.pushBranch({ ...one, changes: write({ a: '2' }) }),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const failed = results.find(({ status }) => status === 'rejected')
    expect(failed).toMatchObject({ reason: { name: 'ConflictError' } })
  })
})

describe('a branch that is deleted', () => {
  it('is gone at the host and here, and its commits stay readable', async () => {
    const commit = await push('a', { a: '1' })
    server.operations = 0
    await repository.deleteBranch('a')
    expect(server.operations).toBe(1)
    await expect(tipThere('a')).rejects.toThrow()
    expect(await repository.findBranch('a')).toBeUndefined()
    await runGit(directory, ['gc', '--quiet', '--prune=now'])
    expect(await repository.listEntries(commit)).toHaveLength(2)
    await repository.deleteBranch('a')
  })

  it('may be gone already', async () => {
    await push('a', { a: '1' })
    await person.git('push', '--quiet', 'origin', '--delete', 'a')
    await repository.deleteBranch('a')
    expect(await repository.findBranch('a')).toBeUndefined()
  })

  it('stays if somebody has committed to it', async () => {
    await push('a', { a: '1' })
    const theirs = await commitAsPerson('a', { a: 'edited' })
    await expect(repository.deleteBranch('a')).rejects.toThrow(ConflictError)
    expect(await tipThere('a')).toBe(theirs)
  })

  it('is found to be gone when the answer is lost', async () => {
    await push('a', { a: '1' })
    let failures = 0
    server.fault = ({ path }) =>
      path.endsWith('/git-receive-pack') && (failures += 1) === 1 ? 'after' : undefined
    await repository.deleteBranch('a')
    expect(failures).toBeGreaterThan(0)
    await expect(tipThere('a')).rejects.toThrow()
  })
})

describe('a merge', () => {
  const merge = (branch: string, commit: string) =>
    repository.mergeBranch({ branch, commit, message: `Merge ${branch}\n`, author: reviewer })

  it('goes to the default branch, on top of what others have pushed', async () => {
    const commit = await push('a', { a: '1' })
    const theirs = await commitAsPerson('trunk', { b: '1' })
    const merged = await merge('a', commit)
    expect(await tipThere('trunk')).toBe(merged)
    expect(await there('log', '-1', '--format=%P|%an', merged)).toBe(`${theirs} ${commit}|Ada Lovelace`)
    expect(await repository.findMerges([commit])).toEqual(new Map([[commit, merged]]))
    expect(await repository.diff(merged)).toContain('+++ b/a')
  })

  it('of a branch that has moved at the host is a conflict', async () => {
    const commit = await push('a', { a: '1' })
    await commitAsPerson('a', { a: '2' })
    await expect(merge('a', commit)).rejects.toThrow('The branch a has changed.')
  })

  it('by several at once loses none', async () => {
    const other = await open(join(await temporaryDirectory(), 'other.git'))
    const [a, b] = [await push('a', { a: '1' }), await push('b', { b: '1' })]
    const theirs = other.mergeBranch({ branch: 'b', commit: b, message: 'm', author: reviewer })
    await Promise.all([merge('a', a), theirs])
    expect(await there('ls-tree', '--name-only', 'trunk')).toBe('README.md\na\nb')
  })
})

describe('an operation that only reads', () => {
  it('is tried again after a passing failure, a bounded number of times', async () => {
    let failures = 0
    server.fault = () => ((failures += 1) === 1 ? 'midway' : undefined)
    await repository.refresh()
    failures = 0
    server.fault = () => ((failures += 1), 'before')
    await expect(repository.refresh()).rejects.toThrow(ExternalServiceError)
    expect(failures).toBeLessThan(10)
  })

  it('leaves the copy usable when it is cut', async () => {
    const head = await repository.readHead()
    await commitAsPerson('trunk', { a: 'x'.repeat(100_000) })
    server.fault = ({ path }) => (path.endsWith('git-upload-pack') ? 'midway' : undefined)
    await expect(repository.refresh()).rejects.toThrow(ExternalServiceError)
    expect(await repository.readHead()).toEqual(head)
    server.fault = undefined
    await repository.refresh()
    expect((await repository.readHead()).commit).toBe(await tipThere('trunk'))
    expect(await readdir(join(directory, '..'))).toEqual(['blueprints.git'])
  })
})
