import { execFileSync } from 'node:child_process'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import { testScmProvider, type ScmTestPeople, type TestPullRequest } from '@groundplan/scm/testing'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createGit } from './git.ts'
import { issueRef, type StoredIssue } from './hosting/issue-store.ts'
import { JsonRefs } from './hosting/json-refs.ts'
import { PullRequestStore } from './hosting/pull-request-store.ts'
import { statusRef } from './hosting/set-status.ts'
import type { StoredPullRequest } from './hosting/stored-pull-request.ts'
import { LocalGitScmProvider } from './local-git-scm-provider.ts'
import { writeCommit } from './fast-import.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'groundplan', email: 'groundplan@localhost' }

testScmProvider('LocalGitScmProvider', async () => {
  const root = await temporaryDirectory()
  return {
    createProvider: () => new LocalGitScmProvider({ root, author }),
    people: peopleAt(root),
    silentAbout: ['archived', 'fork', 'language'],
    close: async () => {},
  }
})

/** People who push to the folders, and who say what they think through the same documents. */
function peopleAt(root: string): ScmTestPeople {
  const folder = (owner: string, name: string) => join(root, owner, `${name}.git`)
  const gitIn = (owner: string, name: string) =>
    createGit({ directory: folder(owner, name), isRepository: true, subject: name })
  const storeOf = (owner: string, name: string) => {
    const git = gitIn(owner, name)
    return new PullRequestStore(git, new JsonRefs(git))
  }
  const readNow = (owner: string, name: string, below: string): unknown[] => {
    const cwd = folder(owner, name)
    const refs = execFileSync('git', ['for-each-ref', '--format=%(objectname)', below], { cwd }).toString()
    const ids = refs.split('\n').filter((line) => line !== '')
    return ids.map((id) => JSON.parse(execFileSync('git', ['cat-file', 'blob', id], { cwd }).toString()))
  }
  const commit: ScmTestPeople['commit'] = async (owner, name, { branch, files, by = 'ada' }) => {
    const git = gitIn(owner, name)
    const base = (await git.run('symbolic-ref', '--short', 'HEAD')).trim()
    const tip = (of: string) => git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${of}`)
    const ref = `refs/heads/${branch ?? base}`
    return writeCommit(git, {
      ref,
      parent: (await tip(branch ?? base)) ?? (await tip(base)),
      changes: Object.entries(files).map(([path, content]) =>
        content === null ? { kind: 'delete', path } : { kind: 'write', path, content },
      ),
      message: 'change\n',
      author: { name: by, email: `${by}@example.com` },
      date: new Date(),
    })
  }
  return {
    async createRepository({ owner, name, files, description, defaultBranch = 'main' }) {
      const directory = folder(owner, name)
      await mkdir(directory, { recursive: true })
      await runGit(directory, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`])
      if (description !== undefined) await writeFile(join(directory, 'description'), description)
      return files === undefined ? '' : commit(owner, name, { files })
    },
    commit,
    async moveBranch(owner: string, name: string, branch: string) {
      await gitIn(owner, name).run('update-ref', '-d', `refs/heads/${branch}`)
    },
    async readFiles(owner, name, ref) {
      const git = gitIn(owner, name)
      const paths = (await git.run('ls-tree', '-r', '--name-only', ref)).trim().split('\n')
      const texts = paths.map(async (path) => [path, await git.run('show', `${ref}:${path}`)] as const)
      return Object.fromEntries(await Promise.all(texts))
    },
    listPullRequests: (owner, name) =>
      readNow(owner, name, 'refs/groundplan/pull-requests') as readonly TestPullRequest[],
    async merge(owner, name, number, { by = 'ada' } = {}) {
      const store = storeOf(owner, name)
      const { branch, base } = await store.get(number)
      const clone = await GitRepository.clone(folder(owner, name), join(await temporaryDirectory(), 'clone'))
      await clone.git('checkout', '--quiet', base)
      await clone.git('-c', `user.name=${by}`, 'merge', '--quiet', '--no-ff', '--no-edit', `origin/${branch}`)
      await clone.git('push', '--quiet', 'origin', base)
      await store.get(number)
      return clone.git('rev-parse', 'HEAD')
    },
    async decline(owner, name, number, by) {
      await storeOf(owner, name).change(number, (stored) => ({
        to: { ...stored, status: 'closed', endedBy: by, endedAt: new Date().toISOString() },
      }))
    },
    async comment(owner, name, number, body, by = 'ada') {
      await storeOf(owner, name).change(number, (stored) => {
        const id = `c${stored.comments.length + 1}`
        const comment = { id, by, body, at: new Date().toISOString() }
        return { to: { ...stored, comments: [...stored.comments, comment] } }
      })
    },
    async label(owner, name, number, label) {
      await storeOf(owner, name).change(number, (stored) => ({
        to: { ...stored, labels: [...stored.labels, label] },
      }))
    },
    async review(owner, name, number, verdict, by = 'ada') {
      await storeOf(owner, name).change(number, (stored) => ({
        to: { ...stored, reviews: [...stored.reviews, { by, verdict, at: new Date().toISOString() }] },
      }))
    },
    async renameRepository(owner, name, newName) {
      await rename(folder(owner, name), folder(owner, newName))
    },
    async deleteRepository(owner, name) {
      await rm(folder(owner, name), { recursive: true })
    },
    listIssues: (owner, name) => readNow(owner, name, 'refs/groundplan/issues') as readonly StoredIssue[],
    async closeIssue(owner, name, number) {
      const refs = new JsonRefs(gitIn(owner, name))
      const stored = await refs.find<StoredIssue>(issueRef(number))
      const to = await refs.write({ ...stored?.document, open: false })
      await refs.commit([{ ref: issueRef(number), to, from: stored?.blobId ?? 'absent' }])
    },
    listStatuses: (owner, name, commitId) =>
      readNow(owner, name, statusRef(commitId)).flatMap((byKey) => Object.values(byKey as object)),
  }
}

describe('a folder of repositories', () => {
  it('may hold repositories with a work tree and bare ones, directly or in the folders of owners', async () => {
    const root = await temporaryDirectory()
    await (await GitRepository.create(join(root, 'infra'))).commit({ 'main.tf': '' })
    await (await GitRepository.create(join(root, 'team/sub/net'))).commit({ 'main.tf': '' })
    await mkdir(join(root, 'team/notes'))
    await runGit(root, ['init', '--quiet', '--bare', 'team/empty.git'])
    const provider = new LocalGitScmProvider({ root, author })
    const names = async (owner: string) => {
      const found: string[] = []
      for await (const page of provider.listRepositories(owner)) found.push(...page.map(({ name }) => name))
      return found
    }
    expect(await names('.')).toEqual(['infra'])
    expect(await names('team')).toEqual(['empty'])
    expect(await names('team/sub')).toEqual(['net'])
    expect(await provider.getRepository({ owner: 'team/sub', name: 'net' })).toMatchObject({
      gitUrl: join(root, 'team/sub/net'),
      defaultBranch: 'main',
    })
    expect(await provider.findHead({ owner: '.', name: 'infra' })).toMatch(/^[0-9a-f]{40}$/)
  })

  it.each([
    ['..', 'x'],
    ['../x', 'y'],
    ['.', '..'],
    ['.', 'inside/../../x'],
    ['a', ''],
    ['', 'a'],
  ])('is never left: %j, %j', async (owner, name) => {
    const outside = await temporaryDirectory()
    await GitRepository.create(join(outside, 'x/y'))
    await GitRepository.create(join(outside, 'x'))
    await mkdir(join(outside, 'root'))
    const provider = new LocalGitScmProvider({ root: join(outside, 'root'), author })
    await expect(provider.getRepository({ owner, name })).rejects.toThrow(NotFoundError)
  })

  it('does not move a branch that somebody has checked out', async () => {
    const root = await temporaryDirectory()
    const repository = await GitRepository.create(join(root, 'infra'))
    await repository.commit({ a: '1' })
    await repository.git('checkout', '--quiet', '-b', 'feature')
    const commit = await repository.commit({ a: '2' })
    await repository.git('checkout', '--quiet', 'main')
    const provider = new LocalGitScmProvider({ root, author })
    const name = { owner: '.', name: 'infra' }
    const request = { branch: 'feature', base: 'main', title: 't', body: '', draft: false }
    const { number } = await provider.openPullRequest(name, request)
    const merge = { number, commit, message: 'm' }
    await expect(provider.mergePullRequest(name, merge)).rejects.toThrow(ConflictError)
    await repository.git('checkout', '--quiet', 'feature')
    expect(await provider.mergePullRequest(name, merge)).toBe(await repository.git('rev-parse', 'main'))
  })

  it('loses nothing that many write to one pull request at once', async () => {
    const root = await temporaryDirectory()
    const people = peopleAt(root)
    await people.createRepository({ owner: 'o', name: 'n', files: { a: '1' } })
    await people.commit('o', 'n', { branch: 'b', files: { a: '2' } })
    const providers = [1, 2, 3].map(() => new LocalGitScmProvider({ root, author }))
    const name = { owner: 'o', name: 'n' }
    const { number } = await providers[0]!.openPullRequest(name, {
      branch: 'b',
      base: 'main',
      title: 't',
      body: '',
      draft: false,
    })
    const keys = Array.from({ length: 9 }, (_, index) => `key-${index}`)
    await Promise.all(
      keys.map((key, index) => providers[index % 3]!.putComment(name, number, { key, body: key })),
    )
    const stored = people.listPullRequests('o', 'n')[0] as unknown as StoredPullRequest
    expect(stored.comments.map(({ body }) => body).toSorted()).toEqual(keys)
  })
})
