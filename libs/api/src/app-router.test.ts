// Over 300 lines: one suite, whose tests share a server with all procedures.
import { builtInRoles, permissionNames } from '@groundplan/access'
import { accountSpaceId, person } from '@groundplan/actor'
import { join } from 'node:path'
import { CatalogFollower } from '@groundplan/catalog'
import {
  openDatabase,
  PostgresApiTokenDirectory,
  PostgresApiTokenStore,
  PostgresPublicationStore,
  PostgresSpaceStore,
  PostgresSecretStore,
  PostgresCatalogStore,
  PostgresAuditLog,
  PostgresEventLog,
  PostgresImportStore,
  PostgresProposalStore,
  PostgresLaunchStore,
  PostgresMemberStore,
  PostgresRoleStore,
  PostgresNameReservations,
  PostgresRepositoryRegistry,
  PostgresScanStore,
  PostgresWorkloadStore,
} from '@groundplan/database'
import { importJob, Imports, performImport } from '@groundplan/importer'
import { handler } from '@groundplan/jobs'
import { InMemoryWorkerStore } from '@groundplan/jobs/testing'
import { InMemoryJobs } from '@groundplan/jobs/testing'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { addProposal, newProposal } from '@groundplan/proposal/testing'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import type { ApiContext } from './api-context.ts'
import { appRouter } from './app-router.ts'

const scope = { spaceId: 'default', blueprintRepositoryId: 'terraform' }

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const moduleText = (variable: string) =>
  `variable "${variable}" {\n  type        = string\n  description = "About it."\n}\n\nresource "null_resource" "this" {}\n`

type Database = Awaited<ReturnType<typeof openDatabase>>

let database: Database
let context: ApiContext
let estate: GitRepository
const caller = () => appRouter.createCaller(context)

beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', directory: join(await temporaryDirectory(), 'database') })
})
afterAll(() => database?.destroy())

beforeEach(async () => {
  for (const table of ['proposal', 'catalog_version', 'catalog_entry', 'catalog_state', 'import'] as const) {
    await database.deleteFrom(table).execute()
  }
  const home = await temporaryDirectory()
  estate = await GitRepository.create(join(home, 'estate'))
  const repository = await LocalGitReviewRepository.open({
    directory: join(home, 'blueprints.git'),
    initialFiles: [],
    author: { name: 'Groundplan', email: 'groundplan@localhost' },
  })
  const proposals = new PostgresProposalStore(database, scope)
  const jobs = new InMemoryJobs()
  const store = new PostgresImportStore(database, scope, jobs)
  const now = () => new Date()
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
  const imports = new Imports({ store, now }, { watch: 20 })
  const launches = new PostgresLaunchStore(database, scope)
  const dependencies = {
    ...{ reader, repository, proposals, now, imports: store },
    ...{ modules: new MemoryModuleCache(), launches },
    scans: new PostgresScanStore(database, scope),
    names: new PostgresNameReservations(database, scope),
    registry: new PostgresRepositoryRegistry(database, scope),
    version: '1.2.3',
  }
  const run = handler({ kind: importJob, concurrency: 4, run: (job) => performImport(job, dependencies) })
  await jobs.work([run])
  const catalog = new PostgresCatalogStore(database, scope)
  const catalogFollower = new CatalogFollower({ repository, proposals, catalog, now })
  const keys = parseMasterKeys(generateMasterKey(), 'the test')
  context = {
    imports,
    catalogFollower,
    repository,
    proposals,
    catalog,
    visibleCatalog: catalog,
    credentialsOf: () => {
      throw new Error('There are no credentials here.')
    },
    publicationsOf: (spaceId) => new PostgresPublicationStore(database, { ...scope, spaceId }),
    now,
    ...{
      caller: { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] },
      spaceId: scope.spaceId,
      spaces: new PostgresSpaceStore(database),
      tokens: new PostgresApiTokenStore(database, scope),
      workloads: new PostgresWorkloadStore(database, scope),
      tokenDirectory: new PostgresApiTokenDirectory(database),
      members: new PostgresMemberStore(database),
      roles: new PostgresRoleStore(database),
      secrets: new PostgresSecretStore(database, scope),
      findMasterKeys: () => keys,
    },
    launches,
    ...{ jobs, workers: new InMemoryWorkerStore() },
    events: new PostgresEventLog(database, scope),
    audit: new PostgresAuditLog(database, scope),
    accountAudit: new PostgresAuditLog(database, { spaceId: accountSpaceId }),
    version: '1.2.3',
  }
})

/** Runs an import to its end, watching it as clients do. */
async function importEstate(address = estate.directory) {
  const { number } = await caller().imports.start({ repositories: [{ address }] })
  let last
  for await (const run of await caller().imports.watch({ number })) last = run
  if (last === undefined) throw new Error('the run was never shown')
  return last
}

const firstOpen = async () => {
  const [proposal] = (await caller().proposals.list({ status: 'open' })).items
  if (proposal === undefined) throw new Error('no proposal is open')
  return proposal
}
const publish = async (files: Readonly<Record<string, string | null>>) => {
  const clone = await GitRepository.clone(
    context.repository.address,
    join(await temporaryDirectory(), 'clone'),
  )
  await clone.commit(files)
  await clone.git('push', '--quiet', 'origin', 'main')
  await context.catalogFollower.follow()
}

describe('about', () => {
  it('tells version, user and where the blueprints are', async () => {
    expect(await caller().about()).toEqual({
      version: '1.2.3',
      user: 'ada',
      space: 'default',
      permissions: permissionNames,
      blueprintRepository: context.repository.address,
      launchesEnvironments: false,
    })
  })
})

describe('the way of a module into the catalog', () => {
  it('goes through import, proposal and approval', async () => {
    const commit = await estate.commit({ 'modules/network/main.tf': moduleText('cidr') })
    const run = await importEstate()
    expect(run).toMatchObject({
      dryRun: false,
      repositories: [{ address: estate.directory }],
      state: {
        status: 'finished',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        report: { modules: [{ outcome: 'new' }] },
      },
    })
    const summary = (await caller().imports.list()).items.find(({ number }) => number === run.number)
    expect(summary).toMatchObject({ status: 'finished', counts: { found: 1, new: 1, failed: 0 } })
    expect(await caller().imports.get({ number: run.number })).toEqual(run)

    const { number } = await firstOpen()
    const proposal = await caller().proposals.get({ number })
    expect(proposal).toMatchObject({
      blueprint: 'network',
      kind: 'new',
      status: 'open',
      review: undefined,
      branch: 'groundplan/network',
      source: { store: 'estate', path: 'modules/network', commit },
      diff: expect.stringContaining('+++ b/blueprints/network.yaml'),
      text: expect.stringContaining('spec_version: 2'),
      together: [],
      interface: {
        inputs: [{ name: 'cidr', required: true, ephemeral: false, description: 'About it.' }],
        outputs: [],
      },
    })
    expect((await caller().catalog.list()).items).toEqual([])

    const approved = await caller().proposals.approve({ number })
    expect(approved).toMatchObject({ status: 'approved', review: { by: 'ada', at: expect.any(String) } })
    const { items, stale, asOf } = await caller().catalog.list({ search: 'net' })
    expect(items).toMatchObject([{ name: 'network', version: '1.0.0', repositories: ['estate'] }])
    expect({ stale, asOf }).toEqual({ stale: false, asOf: expect.stringMatching(/^\d{4}-.*Z$/) })
    expect(await caller().catalog.problems()).toEqual({ items: [], count: 0 })
    expect(await caller().catalog.count({ repositories: ['estate'] })).toEqual({ count: 1 })
    expect(await caller().catalog.get({ name: 'network' })).toMatchObject({
      version: '1.0.0',
      latestVersion: '1.0.0',
      retired: false,
      text: proposal.text,
      sources: [{ grain: 'network', store: 'estate', path: 'modules/network', commit }],
    })
    expect((await caller().catalog.form({ name: 'network' })).schema).toMatchObject({
      properties: { cidr: { type: 'string' } },
      required: ['cidr'],
    })
    const afterwards = await caller().proposals.get({ number })
    expect(afterwards.diff).toBe(proposal.diff)
    expect(afterwards.text).toBe(proposal.text)
  })

  it('goes on with updates: what they change is told, and breaking changes are acknowledged', async () => {
    await estate.commit({ 'modules/network/main.tf': moduleText('cidr') })
    await importEstate()
    await caller().proposals.approve({ number: (await firstOpen()).number })
    await estate.commit({ 'modules/network/main.tf': `${moduleText('cidr')}variable "zone" {}\n` })
    await importEstate()
    const { number } = await firstOpen()
    const { changes, body, commit } = await caller().proposals.get({ number })
    expect(changes[0]).toEqual({ level: 'breaking', text: 'input `zone` was added and is required' })
    expect(body).toContain('- **Breaking:** input `zone` was added and is required.')
    await expect(caller().proposals.approve({ number, commit })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Proposal ${number} has breaking changes: input "zone" was added and is required.`,
    })
    await caller().proposals.approve({ number, commit, acknowledgeBreaking: true })
    expect((await caller().catalog.versions({ name: 'network' })).items).toMatchObject([
      { version: '2.0.0', changes: expect.arrayContaining([expect.stringContaining('`zone`')]) },
      { version: '1.0.0' },
    ])
  })

  it('tells what changes inside of the module, and asks people to look at what cannot be judged', async () => {
    const queue = (size: string) => `resource "aws_sqs_queue" "this" {\n  max_message_size = ${size}\n}\n`
    await estate.commit({ 'modules/queue/main.tf': queue('1') })
    await importEstate()
    await caller().proposals.approve({ number: (await firstOpen()).number })
    await estate.commit({ 'modules/queue/main.tf': `locals {\n  size = 2\n}\n${queue('local.size')}` })
    await importEstate()
    const { number } = await firstOpen()
    const { changes, body, breaking, commit } = await caller().proposals.get({ number })
    const text = expect.stringMatching(/^`aws_sqs_queue.this`: .*`max_message_size` changed/)
    expect(changes[0]).toEqual({ level: 'breaking', text })
    expect(breaking).toBe(1)
    expect(body).toContain('- **Breaking:** `aws_sqs_queue.this`: ')
    await expect(caller().proposals.approve({ number, commit })).rejects.toMatchObject({ code: 'CONFLICT' })
    await caller().proposals.approve({ number, commit, acknowledgeBreaking: true })
    expect((await caller().catalog.versions({ name: 'queue' })).items).toMatchObject([
      { version: '2.0.0', changes: expect.arrayContaining([expect.stringContaining('aws_sqs_queue.this')]) },
      { version: '1.0.0' },
    ])
  })

  it('tells in the catalog whether modules can be launched, and why not', async () => {
    const files = {
      'modules/network/main.tf': 'variable "cidr" {}\noutput "cidr" {\n  value = var.cidr\n}\n',
      'modules/queue/main.tf': 'resource "aws_sqs_queue" "this" {}\n',
      'modules/topic/main.tf': `output "arn" {\n  value = var.missing\n}\n`,
    }
    await estate.commit(files)
    await importEstate()
    for (const { number } of (await caller().proposals.list({ status: 'open' })).items)
      await caller().proposals.approve({ number })
    const { items } = await caller().catalog.list()
    expect(items.map(({ name, launchVerdict }) => [name, launchVerdict])).toEqual([
      ['network', 'launchable'],
      ['queue', 'needs-settings'],
      ['topic', 'not-launchable'],
    ])
    expect(await caller().catalog.get({ name: 'network' })).toMatchObject({
      ...{ launchVerdict: 'launchable', launchReasons: [] },
    })
    expect(await caller().catalog.get({ name: 'topic' })).toMatchObject({
      ...{ launchVerdict: 'not-launchable', launchReasons: [expect.stringContaining('missing')] },
    })
    // The older version keeps its own verdict.
    await estate.commit({ 'modules/topic/main.tf': `output "arn" {\n  value = "a"\n}\n` })
    await importEstate()
    const { number, commit } = await caller().proposals.get({ number: (await firstOpen()).number })
    await caller().proposals.approve({ number, commit, acknowledgeBreaking: true })
    expect((await caller().catalog.get({ name: 'topic' })).launchVerdict).toBe('launchable')
    const before = await caller().catalog.get({ name: 'topic', version: '1.0.0' })
    expect(before.launchVerdict).toBe('not-launchable')
  })

  it('does not say whether a blueprint can be launched whose module nobody has read', async () => {
    await publish({
      'blueprints/manual.yaml': 'spec_version: 2\ngrains: {}\n',
    })
    const found = await caller().catalog.get({ name: 'manual' })
    expect(found.launchVerdict).toBeUndefined()
    expect(found.launchReasons).toBeUndefined()
  })

  it('keeps a change without effect on environments a patch', async () => {
    const queue = (size: string) => `resource "aws_sqs_queue" "this" {\n  max_message_size = ${size}\n}\n`
    await estate.commit({ 'modules/queue/main.tf': queue('1 # byte') })
    await importEstate()
    await caller().proposals.approve({ number: (await firstOpen()).number })
    await estate.commit({ 'modules/queue/main.tf': queue('(1)') })
    await importEstate()
    await caller().proposals.approve({ number: (await firstOpen()).number })
    expect((await caller().catalog.versions({ name: 'queue' })).items).toMatchObject([
      { version: '1.0.1' },
      { version: '1.0.0' },
    ])
  })

  it('names the other open proposals that approving one would approve too', async () => {
    await estate.commit({ 'main.tf': moduleText('x') })
    await importEstate()
    const { number } = await firstOpen()
    const { branch, generatedCommit } = await caller().proposals.get({ number })
    const other = await addProposal(
      context.proposals,
      newProposal({ blueprint: 'other', title: 'Add blueprint other', branch, generatedCommit }),
    )
    const { together } = await caller().proposals.get({ number })
    expect(together).toEqual([{ number: other.number, title: 'Add blueprint other' }])
    await caller().proposals.reject({ number: other.number, reason: '' })
    expect((await caller().proposals.get({ number })).together).toEqual([])
    expect((await caller().proposals.get({ number: other.number })).together).toEqual([])
  })

  it('shows a rejected proposal with its reason and its content', async () => {
    await estate.commit({ 'main.tf': moduleText('x') })
    await importEstate()
    const { number } = await firstOpen()
    const before = await caller().proposals.get({ number })
    await caller().proposals.reject({ number, reason: '  too large  ' })
    expect(await caller().proposals.get({ number })).toMatchObject({
      status: 'rejected',
      review: { by: 'ada', reason: 'too large' },
      diff: before.diff,
      text: before.text,
    })
  })

  it('takes an empty reason for none', async () => {
    await estate.commit({ 'main.tf': moduleText('x') })
    await importEstate()
    const rejected = await caller().proposals.reject({ number: (await firstOpen()).number, reason: '  ' })
    expect(rejected.review?.reason).toBeUndefined()
  })

  it('keeps older versions, and what is retired', async () => {
    const text = (description: string) =>
      `spec_version: 2\ndescription: ${description}\nmetadata: {blueprint-labels: [aws]}\ngrains: {}\n`
    await publish({ 'blueprints/a.yaml': text('One.'), 'blueprints/b.yaml': text('B.') })
    expect((await caller().catalog.facets()).labels).toEqual([{ value: 'aws', count: 2 }])
    await publish({ 'blueprints/a.yaml': text('Two.'), 'blueprints/bad.yaml': 'spec_version: 3\n' })
    const { items: problems } = await caller().catalog.problems()
    expect(problems.map(({ path }) => path)).toEqual(['blueprints/bad.yaml'])
    expect(problems[0]?.diagnostics[0]).toMatchObject({ severity: 'error', line: 1 })
    expect(await caller().catalog.get({ name: 'a' })).toMatchObject({ description: 'Two.', version: '1.0.1' })
    expect((await caller().catalog.get({ name: 'a', version: '1.0.0' })).text).toBe(text('One.'))
    const newest = await caller().catalog.versions({ name: 'a', limit: 1 })
    expect(newest.items).toMatchObject([{ version: '1.0.1', changes: expect.any(Array) }])
    const oldest = await caller().catalog.versions({ name: 'a', limit: 1, cursor: newest.nextCursor })
    expect(oldest.items).toMatchObject([{ version: '1.0.0' }])
    expect(oldest.nextCursor).toBeUndefined()
    await publish({ 'blueprints/a.yaml': null })
    expect((await caller().catalog.list()).items.map(({ name }) => name)).toEqual(['b'])
    expect(await caller().catalog.get({ name: 'a' })).toMatchObject({ retired: true, version: '1.0.1' })
  })

  it('answers from what is there, and says that it is not the newest', async () => {
    await publish({ 'blueprints/a.yaml': 'spec_version: 2\ngrains: {}\n' })
    const { repository } = context
    const reading = Promise.withResolvers<undefined>()
    const goOn = Promise.withResolvers<undefined>()
    const readTexts = repository.readTexts.bind(repository)
    repository.readTexts = async (blobIds) => {
      reading.resolve(undefined)
      await goOn.promise
      return readTexts(blobIds)
    }
    const published = publish({ 'blueprints/b.yaml': 'spec_version: 2\ngrains: {}\n' })
    await reading.promise
    const during = await caller().catalog.list()
    expect(during).toMatchObject({ items: [{ name: 'a' }], stale: true, asOf: expect.any(String) })
    expect(await caller().catalog.status()).toMatchObject({ stale: true })
    goOn.resolve(undefined)
    await published
    expect(await caller().catalog.list()).toMatchObject({ items: [{}, {}], stale: false })
  })

  it('gives entries in pages, and refuses a cursor of another list', async () => {
    const names = ['a', 'b', 'c']
    const text = 'spec_version: 2\ngrains: {}\n'
    await publish(Object.fromEntries(names.map((name) => [`blueprints/${name}.yaml`, text])))
    const first = await caller().catalog.list({ limit: 2 })
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'b'])
    const second = await caller().catalog.list({ limit: 2, cursor: first.nextCursor })
    expect(second.items.map(({ name }) => name)).toEqual(['c'])
    expect(second.nextCursor).toBeUndefined()
    await expect(caller().imports.list({ cursor: first.nextCursor })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Invalid cursor for the list "imports".',
    })
  })

  it('answers several questions at once after somebody has merged with git', async () => {
    await estate.commit({ 'modules/a/main.tf': moduleText('x'), 'modules/b/main.tf': moduleText('y') })
    await importEstate()
    const clone = await GitRepository.clone(
      context.repository.address,
      join(await temporaryDirectory(), 'clone'),
    )
    await clone.git('merge', '--quiet', '--no-edit', 'origin/groundplan/a', 'origin/groundplan/b')
    await clone.git('push', '--quiet', 'origin', 'main')
    await context.catalogFollower.follow()
    const [open, { items }, form] = await Promise.all([
      caller().proposals.list({ status: 'open' }),
      caller().catalog.list(),
      caller().catalog.form({ name: 'b' }),
    ])
    expect(open.items).toEqual([])
    expect(items.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(form.schema).toMatchObject({ required: ['y'] })
  })

  it('lets one of two people approve, and tells the other', async () => {
    await estate.commit({ 'main.tf': moduleText('x') })
    await importEstate()
    const { number } = await firstOpen()
    const results = await Promise.allSettled([
      caller().proposals.approve({ number }),
      caller().proposals.approve({ number }),
      caller().catalog.list(),
      caller().proposals.list({}),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ])
    const refused = results.find((result) => result.status === 'rejected')
    expect(refused?.reason).toMatchObject({
      code: 'CONFLICT',
      message: `Proposal ${number} is already approved.`,
    })
  })
})

describe('a run', () => {
  it('can be stopped', async () => {
    const { number } = await caller().imports.start({
      repositories: [{ address: estate.directory }],
      dryRun: true,
    })
    const { state, dryRun } = await caller().imports.cancel({ number })
    expect(dryRun).toBe(true)
    expect(state.status).toBe('cancelled')
  })

  it('tells which repositories cannot be read', async () => {
    const run = await importEstate('/no/such/folder')
    expect(run.state).toMatchObject({
      status: 'finished',
      report: { repositories: [{ status: 'failed', code: 'not-found', hint: expect.any(String) }] },
    })
  })
})

describe('an error', () => {
  it.each([
    ['an import', () => caller().imports.get({ number: 999 }), 'Import 999 not found.'],
    ['an import to stop', () => caller().imports.cancel({ number: 999 }), 'Import 999 not found.'],
    ['a proposal', () => caller().proposals.get({ number: 999 }), 'Proposal 999 not found.'],
    ['a proposal to approve', () => caller().proposals.approve({ number: 999 }), 'Proposal 999 not found.'],
    ['a proposal to reject', () => caller().proposals.reject({ number: 999 }), 'Proposal 999 not found.'],
    [
      'a blueprint',
      () => caller().catalog.get({ name: 'none' }),
      'Blueprint "none" not found in the catalog.',
    ],
    ['a form', () => caller().catalog.form({ name: 'none' }), 'Blueprint "none" not found in the catalog.'],
    [
      'versions',
      () => caller().catalog.versions({ name: 'none' }),
      'Blueprint "none" not found in the catalog.',
    ],
  ])('says that %s does not exist, and what to do', async (_, ask, message) => {
    const error = await ask().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'NOT_FOUND', message, cause: { hint: expect.stringMatching(/\.$/) } })
  })

  it('says which version there is instead', async () => {
    await publish({ 'blueprints/a.yaml': 'spec_version: 2\ngrains: {}\n' })
    await expect(caller().catalog.get({ name: 'a', version: '7.0.0' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'Blueprint "a" has no version 7.0.0; the latest is 1.0.0.',
    })
  })

  it('in a subscription has its code as well', async () => {
    const steps = (await caller().imports.watch({ number: 999 }))[Symbol.asyncIterator]()
    const error: unknown = await steps.next().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TRPCError)
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'Import 999 not found.' })
  })

  it('refuses a repository that is named twice', async () => {
    const repositories = [{ address: '/a' }, { address: ' /a ' }]
    await expect(caller().imports.start({ repositories })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { hint: expect.any(String) },
    })
    expect(await caller().imports.list()).toEqual({ items: [] })
  })

  it.each([
    ['no repository', { repositories: [] }],
    ['an empty address', { repositories: [{ address: ' ' }] }],
    ['an endless address', { repositories: [{ address: 'x'.repeat(2001) }] }],
  ])('refuses an import of %s', async (_, input) => {
    await expect(caller().imports.start(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})
