// Over 300 lines: one suite, whose tests share an importer and its repositories.
import { person } from '@groundplan/actor'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { approveProposal, rejectProposal, reopenProposal } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { InProcessModuleReader, MemoryModuleCache } from '@groundplan/terraform-module'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories, type Files } from '@groundplan/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { plainConfiguration } from './import-configuration.ts'
import type { ImportProgress, ImportRequest } from './import-report.ts'
import { runImport } from './run-import.ts'
import { InMemoryLaunchStore } from './launch/in-memory-launch-store.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from './registry/in-memory-repository-registry.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }

/** A module that creates something and has one variable. */
const moduleText = (name: string) =>
  `variable "${name}" {\n  type = string\n}\n\nresource "null_resource" "this" {}\n\noutput "id" {\n  value = 1\n}\n`
const calling = (...sources: readonly string[]) =>
  sources.map((source, index) => `module "m${index}" {\n  source = "${source}"\n}\n`).join('\n')

let directory: string
let estate: GitRepository
let repository: LocalGitReviewRepository
let proposals: InMemoryProposalStore
let reader: LocalGitRepositoryReader
let modules: MemoryModuleCache
let names: InMemoryNameReservations
let registry: InMemoryRepositoryRegistry
let minutes: number
const dependencies = () => ({
  reader,
  modules,
  repository,
  proposals,
  scans: new InMemoryScanStore(),
  names,
  registry,
  version: '1',
  now: () => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1))),
})

beforeEach(async () => {
  directory = await temporaryDirectory()
  estate = await GitRepository.create(join(directory, 'estate'))
  reader = new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') })
  modules = new MemoryModuleCache()
  proposals = new InMemoryProposalStore()
  names = new InMemoryNameReservations()
  registry = new InMemoryRepositoryRegistry()
  minutes = 0
  repository = await LocalGitReviewRepository.open({
    directory: join(directory, 'blueprints.git'),
    initialFiles: [{ kind: 'write', path: 'README.md', content: 'Blueprints\n' }],
    author,
  })
})

interface RunOptions extends Partial<ImportRequest> {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

function run({ signal = new AbortController().signal, onProgress = () => {}, ...request }: RunOptions = {}) {
  const repositories = [{ address: estate.directory }]
  return runImport({ repositories, ...request }, dependencies(), { signal, onProgress })
}

/** The outcome of each module, by its path. */
async function outcomes(options: RunOptions = {}): Promise<Record<string, string>> {
  const { modules } = await run(options)
  return Object.fromEntries(modules.map(({ path, outcome }) => [path, outcome]))
}
const blueprints = async () => (await proposals.list()).map(({ blueprint }) => blueprint).toSorted()
const refs = () => runGit(repository.address, ['for-each-ref', '--format=%(refname) %(objectname)'])
const approveAll = async () => {
  for (const { number } of await proposals.list({ status: 'open' })) {
    await approveProposal({ number, by: person('Ada') }, dependencies())
  }
}
const estateFiles = (names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [`modules/${name}/main.tf`, moduleText(name)]))

it('reads no module again whose files have not changed', async () => {
  await estate.commit(estateFiles(['network', 'queue', 'bucket']))
  await run()
  await estate.commit({ 'modules/queue/outputs.tf': 'output "more" {\n  value = 1\n}\n' })
  const counts: number[] = []
  const { open } = reader
  reader.open = async (...given) => {
    const snapshot = await open.apply(reader, given)
    const readBlobs = snapshot.readBlobs.bind(snapshot)
    snapshot.readBlobs = (ids) => {
      counts.push(ids.length)
      return readBlobs(ids)
    }
    return snapshot
  }
  expect(await outcomes()).toMatchObject({ 'modules/network': 'unchanged', 'modules/queue': 'updated' })
  expect(counts).toEqual([2])
})

it('keeps whether modules can be launched with the Terraform that is allowed', async () => {
  const version = (text: string) => `terraform {\n  required_version = "${text}"\n}\n`
  const commit = await estate.commit({
    'modules/network/main.tf': version('>= 1.5'),
    'modules/queue/main.tf': version('>= 1.12'),
    'modules/topic/main.tf': 'output "a" {\n  value = var.missing\n}\n',
  })
  const launches = new InMemoryLaunchStore()
  const find = async () =>
    Object.fromEntries(
      (
        await launches.find(
          ['network', 'queue', 'topic'].map((name) => ({ path: `modules/${name}`, commit })),
        )
      ).map(({ path, verdict }) => [path, verdict]),
    )
  const request = { repositories: [{ address: estate.directory }] }
  const options = { signal: new AbortController().signal, onProgress: () => {} }
  await runImport({ ...request, dryRun: true }, { ...dependencies(), launches }, options)
  expect(await find()).toEqual({})
  await runImport(request, { ...dependencies(), launches }, options)
  expect(await find()).toEqual({
    'modules/network': 'launchable',
    'modules/queue': 'launchable',
    'modules/topic': 'not-launchable',
  })
  const configuration = { ...plainConfiguration, allowedTerraform: '< 1.12' }
  await runImport(request, { ...dependencies(), launches }, { ...options, configuration })
  expect(await find()).toMatchObject({
    'modules/network': 'launchable',
    'modules/queue': 'not-launchable',
  })
})

describe('a first import', () => {
  it('proposes a blueprint for each module and reports the outcome', async () => {
    const commit = await estate.commit({ ...estateFiles(['network', 'queue']), 'docs/readme.md': '# x' })
    const report = await run()
    expect(report).toMatchObject({
      dryRun: false,
      repositories: [{ status: 'read', name: 'estate', address: estate.directory, ref: 'main', commit }],
      modules: [
        { repository: 'estate', path: 'modules/network', outcome: 'new', blueprint: 'network', proposal: 1 },
        { repository: 'estate', path: 'modules/queue', outcome: 'new', blueprint: 'queue', proposal: 2 },
      ],
    })
    const [queue] = await proposals.list()
    expect(queue?.source).toEqual({
      store: 'estate',
      path: 'modules/queue',
      commit,
      address: estate.directory,
    })
    const entries = await repository.listEntries(queue?.generatedCommit ?? '')
    expect(entries.map(({ path }) => path)).toEqual([
      'README.md',
      'blueprints/queue.md',
      'blueprints/queue.yaml',
    ])
  })

  it('reports its progress', async () => {
    await estate.commit(estateFiles(['a', 'b']))
    const steps: string[] = []
    await run({
      onProgress: ({ phase, done, total, subject }) => steps.push(`${phase} ${done}/${total} ${subject}`),
    })
    expect(steps).toEqual([
      `opening 0/1 ${estate.directory}`,
      'reading 0/2 estate/modules/a',
      'reading 1/2 estate/modules/b',
      'proposing 0/2 groundplan/a',
      'proposing 1/2 groundplan/b',
    ])
  })

  it('can be limited to a folder', async () => {
    await estate.commit(estateFiles(['network', 'queue']))
    const repositories = [{ address: join(estate.directory, 'modules/queue') }]
    expect(await outcomes({ repositories })).toEqual({ 'modules/queue': 'new' })
  })

  it('pins the same commit whether all or only a folder is imported', async () => {
    await estate.commit({
      'stack/main.tf': calling('../modules/a'),
      'modules/a/main.tf': calling('../b'),
      'modules/b/main.tf': moduleText('b'),
    })
    const change = await estate.commit({ 'modules/b/main.tf': moduleText('c') })
    await estate.commit({ 'readme.md': 'x' })
    const { modules } = await run({ repositories: [{ address: join(estate.directory, 'stack') }] })
    expect(modules.map(({ path }) => path)).toEqual(['stack'])
    expect((await proposals.find(1))?.source.commit).toBe(change)
    expect(await outcomes()).toEqual({ stack: 'unchanged', 'modules/a': 'new', 'modules/b': 'new' })
  })

  it('skips examples, hidden folders and modules with nothing to launch, with a reason', async () => {
    await estate.commit({
      'examples/a/main.tf': moduleText('a'),
      '.terraform/b/main.tf': moduleText('b'),
      'vars/main.tf': 'variable "x" {}\n',
      'versions/main.tf': 'terraform {}\n',
      'good/main.tf': moduleText('x'),
    })
    const { modules } = await run()
    expect(modules.map(({ path, outcome, reason }) => [path, outcome, reason])).toEqual([
      ['.terraform/b', 'skipped', 'It is under .terraform/, which Groundplan skips.'],
      ['examples/a', 'skipped', 'It is under examples/.'],
      ['good', 'new', undefined],
      ['vars', 'skipped', 'It declares only variables: no resource, data source, module call or output.'],
      [
        'versions',
        'skipped',
        'It declares nothing that can be launched: no resource, data source, module call or output.',
      ],
    ])
    expect(await outcomes({ includeExamples: true })).toMatchObject({
      'examples/a': 'new',
      '.terraform/b': 'skipped',
    })
  })

  it('follows no links out of the repository or round in circles', async () => {
    await mkdir(join(directory, 'outside'))
    await estate.write({ 'a/main.tf': moduleText('a'), '../outside/main.tf': moduleText('o') })
    await symlink('..', join(estate.directory, 'a/up'))
    await symlink('../outside', join(estate.directory, 'out'))
    await symlink('../../outside/main.tf', join(estate.directory, 'a/link.tf'))
    await estate.commit({})
    expect(await outcomes()).toEqual({ a: 'new' })
  })

  it('gives modules of one name different blueprints, which they keep', async () => {
    await estate.commit({ 'a/network/main.tf': moduleText('x'), 'b/network/main.tf': moduleText('y') })
    const names = async () => (await run()).modules.map(({ blueprint }) => blueprint)
    expect(await names()).toEqual(['a-network', 'b-network'])
    await estate.commit({ '0/network/main.tf': moduleText('z') })
    expect(await names()).toEqual(['0-network', 'a-network', 'b-network'])
  })

  it('never gives two modules of a repository one title', async () => {
    const readme = '# Service Runbook\n\nHow to run it.\n'
    await estate.commit({
      ...{ 'a/x/main.tf': moduleText('x'), 'a/x/README.md': readme },
      ...{ 'b/y/main.tf': moduleText('y'), 'b/y/README.md': readme },
    })
    await run()
    const titles = (await proposals.list()).map(async ({ branch }) => {
      const name = branch.slice(branch.lastIndexOf('/') + 1)
      const text = await runGit(repository.address, ['show', `${branch}:blueprints/${name}.yaml`])
      return /display-name: (.*)/.exec(text)?.[1]
    })
    expect((await Promise.all(titles)).toSorted()).toEqual(['Service Runbook (x)', 'Service Runbook (y)'])
  })

  it('keeps the blueprint of a module that has moved, with its name, its proposal and people’s edits', async () => {
    await estate.commit({
      'modules/network/main.tf': moduleText('cidr'),
      'modules/network/versions.tf': 'terraform {}\n',
    })
    await run()
    await estate.commit({
      'modules/network/main.tf': null,
      'modules/network/versions.tf': null,
      'platform/vpc/main.tf': moduleText('cidr_block'),
      'platform/vpc/versions.tf': 'terraform {}\n',
    })
    const { modules } = await run()
    expect(modules).toMatchObject([
      {
        path: 'platform/vpc',
        blueprint: 'network',
        outcome: 'updated',
        reason: 'moved from modules/network',
      },
    ])
    expect(await proposals.list()).toMatchObject([
      { number: 1, blueprint: 'network', source: { path: 'platform/vpc' }, state: { status: 'open' } },
    ])
    expect(await outcomes()).toEqual({ 'platform/vpc': 'unchanged' })
  })

  it('takes a module once, even if two addresses contain it', async () => {
    await estate.commit(estateFiles(['network', 'queue']))
    const repositories = [{ address: estate.directory }, { address: join(estate.directory, 'modules/queue') }]
    const { modules } = await run({ repositories })
    expect(modules.map(({ path, outcome }) => `${path} ${outcome}`)).toEqual([
      'modules/network new',
      'modules/queue new',
      'modules/queue skipped',
    ])
  })

  it('of two repositories of one name takes both, told apart by the folders above', async () => {
    await estate.commit({ 'network/main.tf': moduleText('x') })
    const other = await GitRepository.create(join(directory, 'other/estate'))
    await other.commit({ 'network/main.tf': moduleText('other') })
    const report = await run({ repositories: [{ address: estate.directory }, { address: other.directory }] })
    const above = directory.split('/').at(-1)
    expect(report.repositories).toMatchObject([
      { status: 'read', name: `${above}/estate` },
      { status: 'read', name: 'other/estate' },
    ])
    expect(report.modules.map(({ blueprint, outcome }) => [blueprint, outcome])).toEqual([
      [expect.stringMatching(/^groundplan-test-\w+-estate-network$/), 'new'],
      ['other-estate-network', 'new'],
    ])
  })
})

describe('a broken module', () => {
  it('does not stop other modules, and is reported with file and line', async () => {
    await estate.commit({
      ...estateFiles(['network']),
      'modules/broken/main.tf': 'resource "x" {\n  a = \n}\n',
      'modules/latin/main.tf': Buffer.from('variable "a" {\n  description = "gr\xf6\xdfe"\n}\n', 'latin1'),
      'modules/nul/main.tf': 'resource "x" "y" {}\n\0',
      'modules/deep/main.tf': `locals {\n  x = ${'['.repeat(3000)}${']'.repeat(3000)}\n}\n`,
      'modules/zz/main.tf': moduleText('zz'),
    })
    const { modules } = await run()
    const byPath = Object.fromEntries(modules.map((module) => [module.path, module]))
    expect(byPath['modules/network']?.outcome).toBe('new')
    expect(byPath['modules/zz']?.outcome).toBe('new')
    expect(byPath['modules/broken']).toMatchObject({
      outcome: 'failed',
      diagnostics: [{ severity: 'error', file: 'modules/broken/main.tf', line: expect.any(Number) }],
    })
    expect(byPath['modules/latin']).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('A byte is not UTF-8.'),
    })
  })

  it('that is too large is reported and not read', async () => {
    const large = `${moduleText('x')}# ${'x'.repeat(5_000_000)}\n`
    await estate.commit({
      'big/main.tf': large,
      'doc/main.tf': moduleText('y'),
      'doc/README.md': 'x'.repeat(5_000_001),
    })
    const { modules } = await run()
    expect(modules).toMatchObject([
      {
        path: 'big',
        outcome: 'failed',
        reason: expect.stringContaining('the limit is 5000000 bytes'),
      },
      { path: 'doc', outcome: 'new' },
    ])
  })

  it('as a repository stops no other', async () => {
    await estate.commit({ 'a/main.tf': moduleText('a') })
    const empty = await GitRepository.create(join(directory, 'empty'))
    const gone = join(directory, 'gone')
    const repositories = [gone, empty.directory, 'ext::x', estate.directory].map((address) => ({ address }))
    const report = await run({ repositories })
    expect(report.repositories.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'read'])
    expect(report.repositories[0]).toMatchObject({
      code: 'not-found',
      message: `Folder ${gone} does not exist.`,
    })
    expect(report.modules).toMatchObject([{ path: 'a', outcome: 'new' }])
  })

  it('keeps its proposal and its name until it is mended', async () => {
    await estate.commit(estateFiles(['network']))
    await run()
    await estate.commit({ 'modules/network/main.tf': 'resource {' })
    expect(await outcomes()).toEqual({ 'modules/network': 'failed' })
    expect((await proposals.find(1))?.state.status).toBe('open')
    await estate.commit({ 'modules/network/main.tf': moduleText('mended') })
    const { modules } = await run()
    expect(modules).toMatchObject([{ outcome: 'updated', blueprint: 'network', proposal: 1 }])
  })

  it('in one branch of the blueprint repository stops no other module', async () => {
    await estate.commit(estateFiles(['a', 'b']))
    const folder = join(repository.address, 'refs/heads/groundplan/a')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'in-the-way.lock'), '')
    expect(await outcomes()).toEqual({ 'modules/a': 'failed', 'modules/b': 'new' })
    await rm(folder, { recursive: true })
    expect(await outcomes()).toEqual({ 'modules/a': 'new', 'modules/b': 'unchanged' })
  })
})

describe('a dry run', () => {
  it('tells the same and writes nothing', async () => {
    await estate.commit({ ...estateFiles(['network', 'queue']), 'x/main.tf': 'resource {' })
    const before = await refs()
    const dry = await outcomes({ dryRun: true })
    expect(await refs()).toBe(before)
    expect(await proposals.list()).toEqual([])
    expect(await outcomes()).toEqual(dry)
  })

  it('finds the same, also what is wrong with settings', async () => {
    const overlay = "modules: { 'modules/*': { labels: [x] }, 'modules/b': { hide: [size] } }"
    const required = 'variable "size" {}\n\nresource "null_resource" "this" {}\n'
    const files = { 'modules/b/main.tf': required, '.groundplan/blueprint.yaml': overlay }
    await estate.commit({ ...estateFiles(['a']), ...files })
    const told = async (dryRun: boolean) =>
      (await run({ dryRun })).modules.map(({ proposal: _, ...others }) => others)
    const dry = await told(true)
    expect(dry.map(({ outcome }) => outcome)).toEqual(['new', 'failed'])
    expect(await told(false)).toEqual(dry)
  })
})

describe('a second import', () => {
  it('of the same state changes nothing at all', async () => {
    await estate.commit(estateFiles(['network', 'queue']))
    await run()
    const before = [await refs(), await proposals.list()]
    expect(await outcomes()).toEqual({ 'modules/network': 'unchanged', 'modules/queue': 'unchanged' })
    expect([await refs(), await proposals.list()]).toEqual(before)
  })

  it('after the approval changes nothing either', async () => {
    await estate.commit(estateFiles(['network', 'queue']))
    await run()
    await approveAll()
    const before = await refs()
    expect(await outcomes()).toEqual({ 'modules/network': 'unchanged', 'modules/queue': 'unchanged' })
    expect(await refs()).toBe(before)
  })

  it('opens exactly one update for the one module that changed', async () => {
    await estate.commit(estateFiles(['network', 'queue', 'topic']))
    await run()
    await approveAll()
    const commit = await estate.commit({ 'modules/queue/main.tf': moduleText('renamed') })
    expect(await outcomes()).toEqual({
      'modules/network': 'unchanged',
      'modules/queue': 'updated',
      'modules/topic': 'unchanged',
    })
    const open = await proposals.list({ status: 'open' })
    expect(open).toMatchObject([{ number: 4, blueprint: 'queue', kind: 'update', source: { commit } }])
  })

  it('makes a comparison of the code again that failed, and says what it finds', async () => {
    const from = await estate.commit(estateFiles(['a']))
    await run()
    await approveAll()
    const to = await estate.commit({
      'modules/a/main.tf': moduleText('a').replace('"this" {}', '"this" {\n  x = 2\n}'),
    })
    const moduleReader = new InProcessModuleReader()
    const failing = vi.spyOn(moduleReader, 'compare').mockRejectedValueOnce(new Error('It took too long.'))
    const importOnce = () =>
      runImport(
        { repositories: [{ address: estate.directory }] },
        { ...dependencies(), moduleReader },
        { signal: new AbortController().signal, onProgress: () => {} },
      )
    const step = { path: 'modules/a', from, to }
    const outcomeOf = async () => (await importOnce()).modules.map(({ outcome }) => outcome)
    expect(await outcomeOf()).toEqual(['updated'])
    expect(await proposals.findCodeChanges(step)).toBeUndefined()
    expect((await proposals.readBodies([2])).get(2)).toContain(
      'It took too long. The next import tries again.',
    )
    expect(await outcomeOf()).toEqual(['updated'])
    expect(await proposals.findCodeChanges(step)).toMatchObject([{ subject: 'null_resource.this' }])
    expect((await proposals.readBodies([2])).get(2)).not.toContain('It took too long.')
    expect(await outcomeOf()).toEqual(['unchanged'])
    expect(failing).toHaveBeenCalledTimes(2)
  })

  it('has nothing to do for a change elsewhere in the repository', async () => {
    await estate.commit({ ...estateFiles(['network']), 'main.tf': moduleText('root') })
    await run()
    await estate.commit({
      'docs/readme.md': 'x',
      'modules/other/notes.txt': 'x',
      'modules/network/examples/a/main.tf': moduleText('x'),
      'modules/network/tests/a.tf': 'x',
    })
    expect(await outcomes()).toMatchObject({ 'modules/network': 'unchanged' })
  })

  it('updates the callers of a module that changed, and only those', async () => {
    await estate.commit({
      'stacks/web/main.tf': calling('../../modules/service'),
      'stacks/batch/main.tf': moduleText('batch'),
      'modules/service/main.tf': calling('../network'),
      'modules/network/main.tf': moduleText('network'),
    })
    await run()
    const commit = await estate.commit({ 'modules/network/main.tf': moduleText('network2') })
    expect(await outcomes()).toEqual({
      'modules/network': 'updated',
      'modules/service': 'updated',
      'stacks/batch': 'unchanged',
      'stacks/web': 'updated',
    })
    const web = (await proposals.list()).find(({ blueprint }) => blueprint === 'web')
    expect(web?.source.commit).toBe(commit)
  })

  it('does not propose again what was rejected, until somebody asks for it', async () => {
    await estate.commit(estateFiles(['network']))
    await run()
    await rejectProposal({ number: 1, by: person('Ada'), reason: 'no' }, dependencies())
    const { modules } = await run()
    expect(modules).toMatchObject([{ outcome: 'unchanged', reason: 'rejected', proposal: 1 }])
    await estate.commit({ 'modules/network/main.tf': moduleText('changed') })
    const changed = await run()
    expect(changed.modules[0]?.reason).toMatch(/changed since/)
    await reopenProposal({ number: 1, by: person('Bob') }, dependencies())
    expect(await outcomes()).toEqual({ 'modules/network': 'updated' })
    expect((await proposals.list({ status: 'open' })).map(({ number }) => number)).toEqual([2])
  })

  it('keeps the names of what was imported from a copy of the repository elsewhere', async () => {
    await estate.commit(estateFiles(['network']))
    await run()
    const copy = join(directory, 'moved/estate')
    await mkdir(join(directory, 'moved'))
    await runGit(directory, ['clone', '--quiet', estate.directory, copy])
    const { modules } = await run({ repositories: [{ address: copy }] })
    expect(modules).toMatchObject([{ blueprint: 'network' }])
    expect(await blueprints()).toEqual(['network'])
  })

  it('gives another repository of the same name a store and blueprints of its own', async () => {
    await estate.commit(estateFiles(['network']))
    await run()
    const other = await GitRepository.create(join(directory, 'elsewhere/estate'))
    await other.commit(estateFiles(['network']), 'another beginning')
    const { repositories, modules } = await run({ repositories: [{ address: other.directory }] })
    expect(repositories).toMatchObject([{ status: 'read', name: 'elsewhere/estate' }])
    expect(modules).toMatchObject([{ blueprint: 'elsewhere-estate-network', outcome: 'new' }])
    expect(await outcomes()).toEqual({ 'modules/network': 'unchanged' })
  })

  it('withdraws the proposal of a module that is gone, and proposes it anew when it is back', async () => {
    await estate.commit(estateFiles(['network', 'queue']))
    await run()
    await estate.commit({ 'modules/queue': null })
    expect(await outcomes()).toEqual({ 'modules/network': 'unchanged' })
    expect((await proposals.find(2))?.state.status).toBe('withdrawn')
    expect(await repository.findBranch('groundplan/queue')).toBeUndefined()
    await estate.commit(estateFiles(['queue']))
    expect(await outcomes()).toEqual({ 'modules/network': 'unchanged', 'modules/queue': 'updated' })
  })
})

describe('an import that is stopped', () => {
  it('is cancelled, keeps what is done, and the next one does the rest', async () => {
    const names = ['a', 'b', 'c', 'd']
    await estate.commit(estateFiles(names))
    const stop = new AbortController()
    const running = run({
      signal: stop.signal,
      onProgress: ({ phase, done }) => {
        if (phase === 'proposing' && done === 2) stop.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ name: 'CancelledError', code: 'cancelled' })
    const done = await blueprints()
    expect(done.length).toBeGreaterThanOrEqual(2)
    expect(done.length).toBeLessThan(4)
    await run()
    expect(await blueprints()).toEqual(names)
    expect(await proposals.list({ status: 'open' })).toHaveLength(4)
  })

  it.each(['opening', 'reading'])('while %s, has written nothing', async (phase) => {
    await estate.commit(estateFiles(['a', 'b']))
    const stop = new AbortController()
    const before = await refs()
    const onProgress = (progress: ImportProgress) => {
      if (progress.phase === phase) stop.abort()
    }
    await expect(run({ signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' })
    expect(await refs()).toBe(before)
  })

  it('before it begins, does nothing', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('by a store that fails, still reports what it had done, and the next one does the rest', async () => {
    await estate.commit(estateFiles(['a', 'b', 'c']))
    const insert = proposals.insert.bind(proposals)
    let inserted = 0
    proposals.insert = (...proposal) =>
      (inserted += 1) > 1 ? Promise.reject(new Error('the database is gone')) : insert(...proposal)
    const { failure, modules: reported } = await run()
    expect(failure).toEqual({ code: 'internal', message: 'the database is gone', hint: undefined })
    expect(reported.map(({ outcome, proposal }) => [outcome, proposal])).toEqual([
      ['new', 1],
      ['waiting', undefined],
      ['waiting', undefined],
    ])
    proposals.insert = insert
    await run()
    expect(await blueprints()).toEqual(['a', 'b', 'c'])
  })
})

describe('imports at the same time', () => {
  const importOf = (...addresses: readonly string[]) =>
    run({ repositories: addresses.map((address) => ({ address })) })
  const another = async (path: string, names: readonly string[]) => {
    const other = await GitRepository.create(join(directory, path))
    await other.commit(estateFiles(names))
    return other
  }

  it('of the same repository propose each module once', async () => {
    await estate.commit(estateFiles(['a', 'b', 'c']))
    const reports = await Promise.all([run(), run(), run()])
    expect(await blueprints()).toEqual(['a', 'b', 'c'])
    const made = reports.flatMap(({ modules: all }) => all.filter(({ outcome }) => outcome === 'new'))
    expect(made).toHaveLength(3)
  })

  it('of modules with the same name give each a name of its own, for good', async () => {
    await estate.commit(estateFiles(['network']))
    const others = await Promise.all(['one', 'two', 'three'].map((name) => another(name, ['network'])))
    const addresses = [estate, ...others].map((each) => each.directory)
    await Promise.all(addresses.map((address) => importOf(address)))
    const given = await blueprints()
    expect(new Set(given).size).toBe(4)
    const again = await Promise.all(addresses.map((address) => importOf(address)))
    expect(again.flatMap(({ modules: all }) => all.map(({ outcome }) => outcome))).toEqual(
      Array(4).fill('unchanged'),
    )
    expect(await blueprints()).toEqual(given)
    expect(await names.list()).toEqual([])
  })

  it('of two repositories that are called the same take both, for good', async () => {
    const [first, second] = [await another('x/modules', ['a']), await another('y/modules', ['a'])]
    const addresses = [first.directory, second.directory]
    const reports = await Promise.all(addresses.map((address) => importOf(address)))
    const repositories = reports.flatMap((report) => report.repositories)
    expect(repositories.map(({ status }) => status)).toEqual(['read', 'read'])
    const given = await blueprints()
    expect(given).toHaveLength(2)
    const stores = (await registry.list()).map(({ store }) => store)
    expect(stores).toEqual(expect.arrayContaining(['modules', expect.stringMatching(/^[xy]\/modules$/)]))
    const again = await Promise.all(addresses.map((address) => importOf(address)))
    expect(again.flatMap(({ modules: all }) => all.map(({ outcome }) => outcome))).toEqual([
      'unchanged',
      'unchanged',
    ])
    expect(await blueprints()).toEqual(given)
  })

  it('take nothing back when the one that has read an older state is slower', async () => {
    await estate.commit(estateFiles(['a', 'b']))
    await run()
    const { open } = reader
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
    const { promise: opened, resolve: tellOpened } = Promise.withResolvers<undefined>()
    reader.open = async (...given) => {
      const snapshot = await open.apply(reader, given)
      reader.open = open
      tellOpened(undefined)
      await released
      return snapshot
    }
    const slow = run()
    await opened
    const commit = await estate.commit({
      ...estateFiles(['new']),
      'modules/a/main.tf': moduleText('changed'),
      'modules/b/outputs.tf': 'output "more" {\n  value = 1\n}\n',
    })
    await run()
    release(undefined)
    const { modules: late } = await slow
    expect(late.map(({ outcome, incomplete }) => [outcome, incomplete])).toEqual(
      Array(2).fill(['unchanged', true]),
    )
    const all = await proposals.list()
    expect(all.map(({ blueprint, state }) => `${blueprint} ${state.status}`).toSorted()).toEqual([
      'a open',
      'b open',
      'new open',
    ])
    expect(all.every(({ source }) => source.commit === commit)).toBe(true)
    expect(Object.values(await outcomes())).toEqual(Array(3).fill('unchanged'))
  })

  it('propose side by side: a small one does not wait for a large one', async () => {
    await estate.commit(estateFiles(['a', 'b']))
    const small = await another('small', ['c'])
    const { moveBranch } = repository
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
    const { promise: begun, resolve: tellBegun } = Promise.withResolvers<undefined>()
    repository.moveBranch = async (move) => {
      repository.moveBranch = moveBranch
      tellBegun(undefined)
      await released
      return moveBranch.call(repository, move)
    }
    const large = run()
    await begun
    await importOf(small.directory)
    expect(await blueprints()).toEqual(['c'])
    release(undefined)
    await large
    expect(await blueprints()).toEqual(['a', 'b', 'c'])
  })

  it('leave a proposal alone that somebody decided after they made their plan', async () => {
    await estate.commit(estateFiles(['a']))
    await run()
    const [open] = await proposals.list()
    await estate.commit({ 'modules/a/outputs.tf': 'output "more" {\n  value = 1\n}\n' })
    const { exclusively } = proposals
    proposals.exclusively = async (...given) => {
      proposals.exclusively = exclusively
      await rejectProposal(
        { number: open?.number ?? 0, by: person('Ada'), reason: undefined },
        dependencies(),
      )
      return exclusively.apply(proposals, given) as never
    }
    const { modules: late } = await run()
    expect(late).toMatchObject([{ outcome: 'unchanged', incomplete: true, proposal: open?.number }])
    expect((await proposals.list()).map(({ state }) => state.status)).toEqual(['rejected'])
  })

  it('wait for their turn no longer than until they are stopped', async () => {
    await estate.commit(estateFiles(['a']))
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>()
    const holding = proposals.leases.hold('turn to plan', () => held)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 200)
    await expect(run({ signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
    letGo(undefined)
    await holding
    expect(await blueprints()).toEqual([])
    expect(await outcomes()).toEqual({ 'modules/a': 'new' })
  })
})
