import { join } from 'node:path'
import { person } from '@groundplan/actor'
import { CatalogFollower } from '@groundplan/catalog'
import { InMemoryCatalogStore } from '@groundplan/catalog/testing'
import { approveProposal, rejectProposal, reopenProposal } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import {
  LocalGitRepositoryDirectory,
  LocalGitRepositoryReader,
  LocalGitReviewRepository,
} from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { GitRepository, isolateGit, useTemporaryDirectories, type Files } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { plainConfiguration, type ImportConfiguration } from '../import-configuration.ts'
import type { ImportRequest } from '../import-report.ts'
import { InMemoryNameReservations } from '../naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from '../registry/in-memory-repository-registry.ts'
import { runImport } from '../run-import.ts'
import { InMemoryScanStore } from '../scan/in-memory-scan-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let directory: string
let estate: GitRepository
let repository: LocalGitReviewRepository
let proposals: InMemoryProposalStore
let dependencies: Parameters<typeof runImport>[1]

beforeEach(async () => {
  directory = await temporaryDirectory()
  estate = await GitRepository.create(join(directory, 'estate'))
  proposals = new InMemoryProposalStore()
  repository = await LocalGitReviewRepository.open({
    directory: join(directory, 'blueprints.git'),
    initialFiles: [{ kind: 'write', path: 'README.md', content: 'Blueprints\n' }],
    author: { name: 'Groundplan', email: 'groundplan@localhost' },
  })
  let minutes = 0
  dependencies = {
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') }),
    ...{ modules: new MemoryModuleCache(), repository, proposals, version: '1' },
    ...{ scans: new InMemoryScanStore(), names: new InMemoryNameReservations() },
    registry: new InMemoryRepositoryRegistry(),
    now: () => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1))),
  }
})

const moduleText = (name: string) =>
  `variable "${name}" {\n  type = string\n}\n\nresource "null_resource" "${name}" {}\n`
const estateFiles = (...names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [`modules/${name}/main.tf`, moduleText(name)]))

async function run(
  request: Partial<ImportRequest> = {},
  configuration: ImportConfiguration = plainConfiguration,
) {
  const { signal } = new AbortController()
  const asked = { repositories: [{ address: estate.directory }], ...request }
  return runImport(asked, dependencies, { configuration, signal, onProgress: () => {} })
}

const ada = person('Ada')
const open = () => proposals.list({ status: 'open' })
const approveAll = async () => {
  for (const { number, kind } of await open())
    await approveProposal({ number, by: ada, acknowledgeBreaking: kind === 'retirement' }, dependencies)
}
const published = async () => {
  const { commit } = await repository.readHead()
  const paths = (await repository.listEntries(commit)).map(({ path }) => path)
  return paths.filter((path) => path.startsWith('blueprints/') && path.endsWith('.yaml'))
}
const statusOf = async (number: number) => (await proposals.find(number))?.state.status

/** Two approved blueprints, one of whose modules is deleted by the returned commit. */
async function deleteQueue(): Promise<string> {
  await estate.commit(estateFiles('network', 'queue'))
  await run()
  await approveAll()
  return estate.commit({ 'modules/queue/main.tf': null })
}

describe('a module that is deleted from its repository', () => {
  it('gets a retirement proposal with the date of the deletion', async () => {
    const commit = await deleteQueue()
    await estate.commit({ 'README.md': 'Later.\n' })
    const { modules } = await run()
    expect(modules).toMatchObject([
      { path: 'modules/network', outcome: 'unchanged' },
      { path: 'modules/queue', outcome: 'updated', reason: expect.stringContaining('retire'), proposal: 3 },
    ])
    const [proposal] = await open()
    expect(proposal).toMatchObject({
      kind: 'retirement',
      blueprint: 'queue',
      title: 'Retire blueprint queue',
    })
    const body = (await proposals.readBodies([3])).get(3)
    expect(body).toContain(commit.slice(0, 10))
    expect(body).toContain('Environments that use it keep working')
    expect(await published()).toHaveLength(2)
    expect((await run()).modules).toMatchObject([{}, { outcome: 'unchanged', proposal: 3 }])
    expect(await open()).toHaveLength(1)
  })

  it('is a breaking change, which the reviewer has to acknowledge', async () => {
    await deleteQueue()
    await run()
    const [retirement] = await open()
    expect(retirement).toMatchObject({ kind: 'retirement', facts: { breaking: 1 } })
    await expect(approveProposal({ number: retirement?.number ?? 0, by: ada }, dependencies)).rejects.toThrow(
      'has breaking changes: the blueprint leaves the catalog',
    )
  })

  it('leaves the catalog when the retirement is approved; its versions stay', async () => {
    await deleteQueue()
    const catalog = new InMemoryCatalogStore()
    const follower = new CatalogFollower({ ...dependencies, catalog })
    await follower.follow()
    await run()
    await approveAll()
    expect(await published()).toEqual(['blueprints/network.yaml'])
    await follower.follow()
    expect(await catalog.findEntry('queue')).toMatchObject({ retired: true })
    expect((await catalog.findWithVersions('queue'))?.versions).toHaveLength(1)
    expect((await run()).modules).toMatchObject([{ path: 'modules/network', outcome: 'unchanged' }])
    expect(await open()).toEqual([])
  })

  it('is proposed anew when it is back after that', async () => {
    await deleteQueue()
    await run()
    await approveAll()
    await estate.commit(estateFiles('queue'))
    await run()
    expect(await open()).toMatchObject([{ kind: 'new', blueprint: 'queue' }])
    await approveAll()
    expect(await published()).toHaveLength(2)
  })

  it('keeps its blueprint if the retirement is rejected, without another proposal', async () => {
    await deleteQueue()
    await run()
    await rejectProposal({ number: 3, by: ada, reason: 'still in use' }, dependencies)
    expect(await published()).toHaveLength(2)
    expect((await run()).modules[1]).toMatchObject({
      outcome: 'unchanged',
      reason: expect.stringContaining('rejected'),
    })
    expect(await open()).toEqual([])
    await reopenProposal({ number: 3, by: ada }, dependencies)
    await run()
    expect(await open()).toMatchObject([{ number: 4, kind: 'retirement' }])
  })

  it('gets another proposal once its blueprint pins another commit', async () => {
    await deleteQueue()
    await run()
    await rejectProposal({ number: 3, by: ada, reason: undefined }, dependencies)
    await estate.commit({ 'modules/queue/main.tf': moduleText('queue_two') })
    await run()
    expect(await open()).toMatchObject([{ kind: 'update', blueprint: 'queue' }])
    const [update] = await open()
    await approveProposal({ number: update?.number ?? 0, by: ada, acknowledgeBreaking: true }, dependencies)
    await estate.commit({ 'modules/queue/main.tf': null })
    await run()
    expect(await open()).toMatchObject([{ kind: 'retirement', blueprint: 'queue' }])
  })

  it('has its open update withdrawn first', async () => {
    await estate.commit(estateFiles('network', 'queue'))
    await run()
    await approveAll()
    await estate.commit({ 'modules/queue/main.tf': moduleText('queue_two') })
    await run()
    await estate.commit({ 'modules/queue/main.tf': null })
    await run()
    expect(await statusOf(3)).toBe('withdrawn')
    await run()
    expect(await open()).toMatchObject([{ number: 4, kind: 'retirement' }])
  })
})

describe('an open retirement', () => {
  it('is withdrawn when the module is back, changed or not', async () => {
    await deleteQueue()
    await run()
    await estate.commit(estateFiles('queue'))
    expect((await run()).modules[1]).toMatchObject({ path: 'modules/queue', outcome: 'unchanged' })
    expect(await statusOf(3)).toBe('withdrawn')
    expect(await repository.findBranch('groundplan/queue-retire')).toBeUndefined()
    await estate.commit({ 'modules/queue/main.tf': null })
    await run()
    expect(await open()).toMatchObject([{ number: 4, kind: 'retirement' }])
    await estate.commit({ 'modules/queue/main.tf': moduleText('queue_two') })
    await run()
    expect(await statusOf(4)).toBe('withdrawn')
    await run()
    expect(await open()).toMatchObject([{ number: 5, kind: 'update', blueprint: 'queue' }])
  })

  it('is approved when somebody removes the blueprint by hand', async () => {
    await deleteQueue()
    await run()
    const { commit, branch } = await repository.readHead()
    const changes = ['blueprints/queue.yaml', 'blueprints/queue.md'].map(
      (path) => ({ kind: 'delete', path }) as const,
    )
    await repository.pushBranch({
      ...{ branch: 'by-hand', expected: 'absent', parent: commit, changes, message: 'Remove queue\n' },
      ...{ author: { name: 'Ada', email: 'ada@example.com' }, date: new Date() },
    })
    const tip = (await repository.findBranch('by-hand')) ?? ''
    await repository.mergeBranch({
      ...{ branch: 'by-hand', commit: tip, message: `Into ${branch}\n` },
      author: { name: 'Ada', email: 'ada@example.com' },
    })
    await run()
    expect(await statusOf(3)).toBe('approved')
    expect(await open()).toEqual([])
  })
})

describe('no retirement is proposed', () => {
  it('of a module that has moved', async () => {
    await deleteQueue()
    await estate.commit({ 'platform/queue/main.tf': moduleText('queue') })
    await run()
    expect(await open()).toMatchObject([
      { kind: 'update', blueprint: 'queue', source: { path: 'platform/queue' } },
    ])
  })

  it('if the repository cannot be read, or another one was', async () => {
    await deleteQueue()
    await run({ repositories: [{ address: join(directory, 'elsewhere') }] })
    expect(await open()).toEqual([])
  })

  it('if only a folder or another branch of it was imported', async () => {
    await deleteQueue()
    await run({ repositories: [{ address: join(estate.directory, 'modules/network') }] })
    await estate.git('branch', 'feature')
    await run({ repositories: [{ address: estate.directory, ref: 'feature' }] })
    expect(await open()).toEqual([])
  })

  it.each<[string, Partial<ImportConfiguration['selections'][number]>]>([
    ['leaves out its folder', { takesPath: (path) => path !== 'modules/queue' }],
    ['leaves out any other folder', { takesPath: (path) => path !== 'modules/topic' }],
    ['reads modules at tags', { chooseTags: () => new Map() }],
  ])('if the selection %s', async (_, limits) => {
    await estate.commit(estateFiles('network', 'queue', 'topic'))
    await run()
    await approveAll()
    await estate.commit({ 'modules/queue/main.tf': null })
    const selection = {
      ...{ host: 'here', owner: '.', includeExamples: false, id: 'limited', ...limits },
      openHost: async () => ({
        repositories: new LocalGitRepositoryDirectory(directory),
        webhooks: undefined,
      }),
      select: (listed) => listed.filter(({ name }) => name === 'estate'),
      takesPath: limits.takesPath ?? (() => true),
    } satisfies ImportConfiguration['selections'][number]
    const configured = { ...plainConfiguration, selections: [selection] }
    const { repositories } = await run({ repositories: [], configured: true }, configured)
    expect(repositories).toMatchObject([{ status: 'read', name: 'estate' }])
    expect((await open()).filter(({ kind }) => kind === 'retirement')).toEqual([])
  })

  it('if most of a repository is gone at once: one finding asks for a look', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
    await estate.commit(estateFiles(...names))
    await run()
    await approveAll()
    const removed = names.slice(0, 5).map((name) => [`modules/${name}/main.tf`, null] as const)
    await estate.commit(Object.fromEntries(removed))
    const { modules } = await run()
    expect(modules.filter(({ outcome }) => outcome !== 'unchanged')).toMatchObject([
      { path: '.', outcome: 'skipped', reason: expect.stringContaining('5 of 9 modules') },
    ])
    expect(await open()).toEqual([])
    await estate.commit(estateFiles('a'))
    await run()
    expect((await open()).filter(({ kind }) => kind === 'retirement')).toHaveLength(4)
  })
})
