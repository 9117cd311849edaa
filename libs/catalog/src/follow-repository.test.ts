import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { InMemoryProposalStore, newProposal } from '@groundplan/proposal/testing'
import { LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { blueprintNameOf, followRepository } from './follow-repository.ts'
import { InMemoryCatalogStore } from './in-memory-catalog-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const valid = (description: string) => `spec_version: 2\ndescription: ${description}\ngrains: {}\n`

let repository: LocalGitReviewRepository
let person: GitRepository
let catalog: InMemoryCatalogStore
let proposals: InMemoryProposalStore
const follow = () => followRepository({ repository, catalog, proposals, now: () => new Date(0) })
const publish = async (files: Readonly<Record<string, string | null>>) => {
  const commit = await person.commit(files)
  await person.git('push', '--quiet', 'origin', 'main')
  return commit
}
const versions = async () =>
  Object.fromEntries(
    (await catalog.listEntries()).map(({ name, latest, retired }) => [name, retired ? 0 : latest.ordinal]),
  )

beforeEach(async () => {
  const directory = await temporaryDirectory()
  const options = { directory: join(directory, 'blueprints.git'), initialFiles: [], author }
  repository = await LocalGitReviewRepository.open(options)
  person = await GitRepository.clone(options.directory, join(directory, 'clone'))
  catalog = new InMemoryCatalogStore()
  proposals = new InMemoryProposalStore()
})

describe('followRepository', () => {
  it('takes up what is on main, whoever brought it there', async () => {
    const commit = await publish({ 'blueprints/network.yaml': valid('One.'), 'blueprints/network.md': '# x' })
    expect(await follow()).toBe(true)
    expect(await catalog.findEntries(['network'])).toMatchObject([
      { name: 'network', description: 'One.', latest: { version: '1.0.0', commit, text: valid('One.') } },
    ])
    expect(await catalog.findSyncedCommit()).toBe(commit)
  })

  it('refuses a main that was set back, and keeps the catalog as it is', async () => {
    const first = await publish({ 'blueprints/a.yaml': valid('One.') })
    await publish({ 'blueprints/a.yaml': valid('Two.'), 'blueprints/b.yaml': valid('One.') })
    await follow()
    await person.git('push', '--quiet', '--force', 'origin', `${first}:main`)
    await expect(follow()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('was rewritten'),
      hint: expect.stringContaining('groundplan admin adopt'),
    })
    expect(await versions()).toEqual({ a: 1, b: 1 })
    expect((await catalog.findEntry('a'))?.description).toBe('Two.')
  })

  it('refuses another history, and takes it once it is adopted', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.'), 'blueprints/b.yaml': valid('One.') })
    await follow()
    await catalog.recordRepository(await repository.findRoot())
    await person.git('checkout', '--quiet', '--orphan', 'other')
    await person.commit({ 'blueprints/b.yaml': null })
    await person.git('push', '--quiet', '--force', 'origin', 'HEAD:main')
    await expect(follow()).rejects.toThrow('is not the blueprint repository that the database belongs to')
    await catalog.adoptRepository(await repository.findRoot())
    await follow()
    expect(await versions()).toEqual({ a: 1, b: 0 })
  })

  it('does nothing while main stays where it is', async () => {
    await publish({ 'blueprints/network.yaml': valid('One.') })
    await follow()
    expect(await follow()).toBe(false)
  })

  it('follows changes, removals and returns', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.'), 'blueprints/b.yaml': valid('One.') })
    await follow()
    await publish({ 'blueprints/a.yaml': valid('Two.'), 'blueprints/b.yaml': null })
    await follow()
    expect(await versions()).toEqual({ a: 2, b: 0 })
    await publish({ 'blueprints/b.yaml': valid('One.') })
    await follow()
    expect(await versions()).toEqual({ a: 2, b: 1 })
  })

  it('keeps the last valid version, tells the problem, and forgets it when it is mended', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.') })
    await follow()
    await publish({ 'blueprints/a.yaml': 'a: [', 'blueprints/b.yaml': valid('\0') })
    await follow()
    expect(await versions()).toMatchObject({ a: 1 })
    expect((await catalog.listProblems()).map(({ path }) => path)).toContain('blueprints/a.yaml')
    await publish({ 'blueprints/a.yaml': valid('Two.'), 'blueprints/b.yaml': null })
    await follow()
    expect(await versions()).toMatchObject({ a: 2 })
    expect(await catalog.listProblems()).toEqual([])
  })

  it('takes only files that lie directly in blueprints/, and no links', async () => {
    await symlink('../README.md', join(person.directory, 'link.yaml'))
    await publish({
      'blueprints/sub/a.yaml': valid('x'),
      'other/b.yaml': valid('x'),
      'blueprints/c.yml': valid('x'),
    })
    await symlink('/etc/passwd', join(person.directory, 'blueprints/passwd.yaml'))
    await publish({})
    await follow()
    expect(await catalog.listEntries()).toEqual([])
    expect(await catalog.listProblems()).toEqual([])
  })

  it('marks proposals as approved that were merged with git', async () => {
    const { commit: parent } = await repository.readHead()
    const changes = [{ kind: 'write', path: 'blueprints/a.yaml', content: valid('One.') }] as const
    const branch = 'groundplan/a'
    const generatedCommit = await repository.pushBranch({
      branch,
      parent,
      changes,
      message: 'm',
      author,
      date: new Date(0),
    })
    await proposals.add(newProposal({ blueprint: 'a', branch, generatedCommit }))
    await person.git('fetch', '--quiet')
    await person.git('merge', '--quiet', 'origin/groundplan/a')
    await person.git('push', '--quiet', 'origin', 'main')
    await follow()
    expect((await proposals.find(1))?.state.status).toBe('approved')
    expect(await versions()).toEqual({ a: 1 })
  })

  it('does not bring back what is older when it was slower than somebody else', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.') })
    const apply = catalog.apply.bind(catalog)
    catalog.apply = async (update) => {
      catalog.apply = apply
      await publish({ 'blueprints/a.yaml': valid('Two.') })
      await follow()
      return apply(update)
    }
    expect(await follow()).toBe(true)
    expect((await catalog.findEntry('a'))?.description).toBe('Two.')
    expect(await catalog.findSyncedCommit()).toBe((await repository.readHead()).commit)
  })

  it('goes on to the head when somebody slower has brought the catalog only part of the way', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.') })
    const apply = catalog.apply.bind(catalog)
    catalog.apply = async (update) => {
      catalog.apply = apply
      await apply({ ...update, commit: await repository.findRoot(), published: [] })
      return apply(update)
    }
    expect(await follow()).toBe(true)
    expect((await catalog.findEntry('a'))?.description).toBe('One.')
    expect(await catalog.findSyncedCommit()).toBe((await repository.readHead()).commit)
  })

  it('comes to the same end when several follow at once while main moves', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.') })
    const first = [follow(), follow()]
    await publish({ 'blueprints/a.yaml': valid('Two.') })
    await Promise.all([...first, follow(), follow(), follow()])
    expect(await catalog.findSyncedCommit()).toBe((await repository.readHead()).commit)
    expect((await catalog.findEntry('a'))?.description).toBe('Two.')
  })
})

describe('blueprintNameOf', () => {
  it.each([
    ['blueprints/network.yaml', 'network'],
    ['blueprints/a.b.yaml', 'a.b'],
    ['blueprints/.yaml', undefined],
    ['blueprints/x/y.yaml', undefined],
    ['blueprints/network.yml', undefined],
    ['network.yaml', undefined],
    ['x/blueprints/network.yaml', undefined],
  ])('of %s is %s', (path, name) => {
    expect(blueprintNameOf(path)).toBe(name)
  })
})
