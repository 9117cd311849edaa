import { generator } from '@groundplan/scm'
import { join } from 'node:path'
import { runImport, type ImportReport } from '@groundplan/importer'
import {
  InMemoryNameReservations,
  InMemoryRepositoryRegistry,
  InMemoryScanStore,
} from '@groundplan/importer/testing'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { HostClients } from './host-clients.ts'
import { readImportConfiguration } from './read-import-configuration.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let directory: string
let estate: GitRepository
let importAll: () => Promise<ImportReport>
let proposals: InMemoryProposalStore

/** A module with one input of this name. */
const module = (input: string) =>
  `variable "${input}" {\n  type = string\n}\n\nresource "terraform_data" "this" {}\n`

beforeEach(async () => {
  directory = await temporaryDirectory()
  estate = await GitRepository.create(join(directory, 'estate/platform'))
})

/** Prepares imports of the folder, with more keys for its selection. */
async function configure(selection: object): Promise<void> {
  const repositories = [{ host: 'here', owner: join(directory, 'estate'), ...selection }]
  const configuration = { version: 1, hosts: { here: { kind: 'local-git' } }, repositories }
  const repository = await LocalGitReviewRepository.open({
    directory: join(directory, 'blueprints.git'),
    initialFiles: [{ kind: 'write', path: 'groundplan.yaml', content: JSON.stringify(configuration) }],
    author: generator,
  })
  proposals = new InMemoryProposalStore()
  const now = () => new Date()
  const dependencies = {
    ...{ repository, proposals, now, version: '1' },
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') }),
    modules: new MemoryModuleCache(),
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    registry: new InMemoryRepositoryRegistry(),
  }
  importAll = () =>
    runImport({ repositories: [], configured: true }, dependencies, {
      configuration: () =>
        readImportConfiguration({ repository, hosted: undefined, clients: new HostClients(), now }),
      signal: new AbortController().signal,
      onProgress: () => {},
    })
}

const outcomes = ({ modules }: ImportReport) =>
  Object.fromEntries(modules.map(({ path, outcome, reason }) => [path, reason ?? outcome]))
const sources = async () =>
  Object.fromEntries(
    (await proposals.list()).map(({ blueprint, source }) => [blueprint, [source.tag, source.commit]]),
  )

describe('a selection with tags', () => {
  it('reads each module at its newest version, and pins what that changed', async () => {
    await configure({ tags: 'v*' })
    const vpc = await estate.commit({ 'modules/vpc/main.tf': module('cidr') })
    await estate.git('tag', 'modules/vpc/v1.2.0')
    const queue = await estate.commit({ 'modules/queue/main.tf': module('name'), 'new/main.tf': module('a') })
    await estate.git('tag', '--annotate', 'queue-v0.9.0', '--message', 'release')
    await estate.git('rm', '-r', '--quiet', 'new')
    await estate.commit({ 'modules/vpc/main.tf': module('unreleased'), 'later/main.tf': module('later') })
    expect(outcomes(await importAll())).toEqual({
      'modules/vpc': 'new',
      'modules/queue': 'new',
      later: 'No version tag matches.',
    })
    expect(await sources()).toEqual({ vpc: ['modules/vpc/v1.2.0', vpc], queue: ['queue-v0.9.0', queue] })
  })

  it('proposes an update when a version comes that changes the module', async () => {
    await configure({ tags: 'v*' })
    await estate.commit({ 'modules/vpc/main.tf': module('cidr'), 'modules/queue/main.tf': module('name') })
    await estate.git('tag', 'v1.0.0')
    await importAll()
    const changed = await estate.commit({ 'modules/vpc/main.tf': module('cidr_block') })
    const statuses = async () => (await importAll()).repositories.map(({ status }) => status)
    // What is not released changes nothing, and is looked at once.
    expect(outcomes(await importAll())).toEqual({
      'modules/vpc': 'waiting for review',
      'modules/queue': 'waiting for review',
    })
    expect(await statuses()).toEqual(['unchanged'])
    await estate.git('tag', 'v1.1.0')
    expect(outcomes(await importAll())).toEqual({
      'modules/vpc': 'updated',
      'modules/queue': 'waiting for review',
    })
    expect((await sources())['vpc']).toEqual(['v1.1.0', changed])
  })

  it('leaves out what is not at its tag, with what it calls as it was there', async () => {
    await configure({ tags: '*', paths: { include: ['modules/**'] } })
    const calling = 'module "base" {\n  source = "../../base"\n}\n'
    const released = await estate.commit({ 'modules/vpc/main.tf': calling, 'base/main.tf': module('a') })
    await estate.git('tag', 'v1')
    await estate.commit({ 'base/main.tf': module('b'), 'modules/young/main.tf': module('c') })
    expect(outcomes(await importAll())).toEqual({ 'modules/vpc': 'new', 'modules/young': 'It is not in v1.' })
    expect(await sources()).toEqual({ vpc: ['v1', released] })
  })
})

describe('a selection with refs', () => {
  it('reads the newest branch of the first glob that has one, until there is a newer one', async () => {
    await configure({ refs: ['release/*', 'main'] })
    await estate.commit({ 'vpc/main.tf': module('main') })
    await importAll()
    expect((await sources())['vpc']?.[1]).toBe(await estate.git('rev-parse', 'main'))
    for (const version of ['release/9', 'release/10']) {
      await estate.git('checkout', '--quiet', '-b', version)
      await estate.commit({ 'vpc/main.tf': module(version.replace('/', '_')) })
      await importAll()
      expect((await sources())['vpc']?.[1]).toBe(await estate.git('rev-parse', version))
    }
    const [repository] = (await importAll()).repositories
    expect(repository).toMatchObject({ status: 'unchanged', ref: 'release/10' })
  })

  it('leaves out a repository that has no such branch', async () => {
    await configure({ refs: ['release/*'] })
    await estate.commit({ 'vpc/main.tf': module('a') })
    const { repositories, modules } = await importAll()
    expect(modules).toEqual([])
    expect(repositories).toMatchObject([
      { status: 'skipped', reason: 'It has none of the selected branches.' },
    ])
  })
})
