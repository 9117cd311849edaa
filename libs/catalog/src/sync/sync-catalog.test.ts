import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { addProposal, InMemoryProposalStore, newProposal } from '@groundplan/proposal/testing'
import { LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { InMemoryCatalogStore } from '../in-memory-catalog-store.ts'
import { blueprintNameOf } from './blueprint-files.ts'
import { syncCatalog, type SyncOptions } from './sync-catalog.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const valid = (description: string) => `spec_version: 2\ndescription: ${description}\ngrains: {}\n`

let repository: LocalGitReviewRepository
let person: GitRepository
let catalog: InMemoryCatalogStore
let proposals: InMemoryProposalStore
let version = '1.0.0'
const follow = (options?: SyncOptions) =>
  syncCatalog({ repository, catalog, proposals, version, now: () => new Date(0) }, options)
const listProblems = async () => (await catalog.listProblems({ limit: 100 })).items.map(({ path }) => path)
/** The paths of the files that are read from now on. */
function watchReading(): string[] {
  const read: string[] = []
  const readTexts = repository.readTexts.bind(repository)
  repository.readTexts = (blobIds) => {
    read.push(...blobIds)
    return readTexts(blobIds)
  }
  return read
}
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
  version = '1.0.0'
  catalog = new InMemoryCatalogStore()
  proposals = new InMemoryProposalStore()
})

describe('syncCatalog', () => {
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
    expect(await listProblems()).toContain('blueprints/a.yaml')
    await publish({ 'blueprints/a.yaml': valid('Two.'), 'blueprints/b.yaml': null })
    await follow()
    expect(await versions()).toMatchObject({ a: 2 })
    expect(await listProblems()).toEqual([])
  })

  it('reads only the files that have changed, however many others there are', async () => {
    const many = Array.from(
      { length: 30 },
      (_, index) => [`blueprints/b${index}.yaml`, valid('It.')] as const,
    )
    await publish({ ...Object.fromEntries(many), 'blueprints/bad.yaml': 'a: [', 'README.md': 'x' })
    const read = watchReading()
    await follow()
    expect(read).toHaveLength(31)
    await publish({ 'README.md': 'y' })
    await follow()
    await publish({ 'blueprints/b7.yaml': valid('Other.'), 'blueprints/b7.md': 'Other.' })
    repository.listEntries = () => Promise.reject(new Error('The whole tree was read.'))
    catalog.listEntries = () => Promise.reject(new Error('The whole catalog was read.'))
    await follow()
    expect(read).toHaveLength(32)
    expect(await versions().catch(() => catalog.findEntry('b7'))).toMatchObject({ description: 'Other.' })
    expect(await listProblems()).toEqual(['blueprints/bad.yaml'])
  })

  it('reads nothing that it has, when it compares everything', async () => {
    await publish({
      'blueprints/a.yaml': valid('One.'),
      'blueprints/b.yaml': valid('One.'),
      'blueprints/bad.yaml': 'a: [',
    })
    await follow()
    const { syncedCommit } = await catalog.readState()
    const find = catalog.findSyncedCommit.bind(catalog)
    catalog.findSyncedCommit = async () => undefined
    const read = watchReading()
    await publish({ 'blueprints/b.yaml': null, 'blueprints/c.yaml': valid('One.') })
    const apply = catalog.apply.bind(catalog)
    catalog.apply = (update) => apply({ ...update, since: syncedCommit })
    await follow()
    catalog.findSyncedCommit = find
    expect(read).toHaveLength(1)
    expect(await versions()).toEqual({ a: 1, b: 0, c: 1 })
    expect(await listProblems()).toEqual(['blueprints/bad.yaml'])
  })

  it('checks invalid files again with another version of the product', async () => {
    await publish({ 'blueprints/a.yaml': valid('One.'), 'blueprints/bad.yaml': 'a: [' })
    await follow()
    const read = watchReading()
    expect(await follow({ thorough: true })).toBe(false)
    expect(read).toEqual([])
    version = '1.0.1'
    await follow({ thorough: true })
    expect(read).toHaveLength(1)
    expect(await listProblems()).toEqual(['blueprints/bad.yaml'])
    expect(await follow({ thorough: true })).toBe(false)
  })

  it('records that the catalog matches, is behind, or why it cannot be updated', async () => {
    const first = await publish({ 'blueprints/a.yaml': valid('One.') })
    await follow()
    expect(await catalog.readState()).toEqual({ syncedCommit: first, checkedAt: new Date(0) })
    const second = await publish({ 'blueprints/a.yaml': valid('Two.') })
    const apply = catalog.apply.bind(catalog)
    catalog.apply = async (update) => {
      expect(await catalog.readState()).toMatchObject({ syncedCommit: first, behindSince: new Date(0) })
      return apply(update)
    }
    await follow()
    expect(await catalog.readState()).toEqual({ syncedCommit: second, checkedAt: new Date(0) })
    await person.git('push', '--quiet', '--force', 'origin', `${first}:main`)
    await follow().catch(() => {})
    expect((await catalog.readState()).failure).toEqual({
      message: expect.stringContaining('was rewritten'),
      hint: expect.stringContaining('groundplan admin adopt'),
    })
    await person.git('push', '--quiet', '--force', 'origin', `${second}:main`)
    await follow()
    expect(await catalog.readState()).toEqual({ syncedCommit: second, checkedAt: new Date(0) })
  })

  it('says nothing of what happened inside', async () => {
    repository.readHead = () => Promise.reject(new Error('secret path'))
    await expect(follow()).rejects.toThrow('secret path')
    expect((await catalog.readState()).failure?.message).toBe('The catalog could not be updated.')
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
    expect(await listProblems()).toEqual([])
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
    await addProposal(proposals, newProposal({ blueprint: 'a', branch, generatedCommit }))
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
      // Somebody to whom the first one is lost.
      const others = new InMemoryProposalStore()
      await syncCatalog({ repository, catalog, proposals: others, now: () => new Date(0) })
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
