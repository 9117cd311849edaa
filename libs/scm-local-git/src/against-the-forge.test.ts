import { join } from 'node:path'
import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import { startForge, type Forge } from '@groundplan/forge'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LocalGitRepositoryReader } from './local-git-repository-reader.ts'
import { RemoteGitReviewRepository } from './remote-git-review-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }

let forge: Forge
let owner: string
let count = 0
beforeAll(async () => {
  forge = await startForge()
})
afterAll(async () => forge.close())
beforeEach(async () => {
  owner = `acme-${(count += 1)}`
  await forge.people.createRepository({
    owner,
    name: 'infra',
    files: { 'main.tf': '1' },
    protected: ['main'],
  })
})

const host = () => forge.hosts.github
const credentials = () => ({ username: host().username, password: host().token })
const address = (name = 'infra') => `${host().webUrl}/${owner}/${name}.git`
const openReview = async (name = 'infra') =>
  RemoteGitReviewRepository.open({
    address: address(name),
    findCredentials: async () => credentials(),
    directory: join(await temporaryDirectory(), 'review.git'),
    initialFiles: [{ kind: 'write', path: 'README.md', content: 'Blueprints\n' }],
    author,
  })
async function push(review: RemoteGitReviewRepository, branch: string) {
  const { commit: parent } = await review.readHead()
  const change = { kind: 'write', path: 'a.yaml', content: 'a\n' } as const
  const commit = { branch, parent, changes: [change], message: 'm\n', author, date: new Date(0) }
  return review.pushBranch({ ...commit, expected: 'absent' })
}
async function operationsOf(work: () => Promise<unknown>): Promise<number> {
  const before = forge.operations.git
  await work()
  return forge.operations.git - before
}

describe('a repository at the stand-in', () => {
  it('is cloned, read, and opened again with one git operation each, or none where the commit is known', async () => {
    const reader = new LocalGitRepositoryReader({
      cacheDirectory: join(await temporaryDirectory(), 'clones'),
    })
    const open = async (commit?: string) =>
      reader.open({ address: address() }, { credentials: credentials(), commit })
    expect(await operationsOf(async () => open())).toBe(1)
    const commit = await forge.people.commit(owner, 'infra', { files: { 'main.tf': '2', b: 'b' } })
    expect(await operationsOf(async () => open())).toBe(1)
    const snapshot = await open(commit)
    expect(await operationsOf(async () => open(commit))).toBe(0)
    const ids = (await snapshot.listEntries()).map(({ blobId }) => blobId)
    expect(await operationsOf(async () => snapshot.readBlobs(ids))).toBe(1)
    expect(await operationsOf(async () => snapshot.readBlobs(ids))).toBe(0)
  })

  it('takes branches, but not what it protects', async () => {
    const review = await openReview()
    const commit = await push(review, 'groundplan/a')
    expect(forge.people.findBranch(owner, 'infra', 'groundplan/a')).toBe(commit)
    const merge = review.mergeBranch({ branch: 'groundplan/a', commit, message: 'm', author })
    await expect(merge).rejects.toThrow(NotAllowedError)
    expect((await review.readHead()).commit).toBe(forge.people.findBranch(owner, 'infra', 'main'))
  })

  it('may be empty at first', async () => {
    await forge.people.createRepository({ owner, name: 'blueprints' })
    const { branch, commit } = await (await openReview('blueprints')).readHead()
    expect(forge.people.findBranch(owner, 'blueprints', branch)).toBe(commit)
  })

  it('refuses those who may not read, may not write, or are not known', async () => {
    const review = await openReview()
    forge.people.setAccess(owner, 'infra', 'read')
    await expect(push(review, 'b')).rejects.toThrow(NotAllowedError)
    forge.people.setAccess(owner, 'infra', 'none')
    const hidden: unknown = await review.refresh().catch((error: unknown) => error)
    expect(hidden instanceof NotFoundError || hidden instanceof NotAllowedError).toBe(true)
    forge.people.setAccess(owner, 'infra', 'write')
    forge.people.revokeToken()
    await expect(review.refresh()).rejects.toThrow(NotAllowedError)
    forge.people.restoreToken()
    await review.refresh()
    await forge.people.deleteRepository(owner, 'infra')
    await expect(review.refresh()).rejects.toThrow(NotFoundError)
  })

  it.each(['before', 'midway', 'after'] as const)(
    'gets each branch once if connections fail %s',
    async (when) => {
      const review = await openReview()
      let left = 2
      forge.faults.inject(({ kind, path }) => {
        if (kind !== 'git' || !path.includes('receive-pack') || left === 0) return undefined
        left -= 1
        return { kind: 'reset', when }
      })
      try {
        const commit = await push(review, 'a')
        expect(left).toBe(0)
        expect(forge.people.findBranch(owner, 'infra', 'a')).toBe(commit)
      } finally {
        forge.faults.inject(undefined)
      }
    },
  )
})
