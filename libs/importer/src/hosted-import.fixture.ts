// Setup for the suites that import from a host. Importing this file starts a host before its tests, with one owner per test.
import { join } from 'node:path'
import { startForge, type Forge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { type Proposal } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { generator, type PullRequestHost } from '@groundplan/scm'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { ImportReport } from './import-report.ts'
import type { ImportConfiguration } from './import-configuration.ts'
import { runImport, type ImportDependencies } from './run-import.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from './registry/in-memory-repository-registry.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

export let forge: Forge
export let owner: string
/** How far the host's clock is behind, in milliseconds: what was pushed within its last minute is looked at again. */
export const forgeClock = { behind: 0 }
let round = 0
beforeAll(async () => {
  forge = await startForge({ now: () => new Date(Date.now() - forgeClock.behind) })
})
afterAll(() => forge.close())
beforeEach(async () => {
  owner = `acme-${(round += 1)}`
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'README.md': '# Blueprints\n' } })
})

export const moduleText = (name: string, inputs: readonly string[] = ['name']) =>
  [
    ...inputs.map(
      (input) => `variable "${input}" {\n  type        = string\n  description = "${input} of ${name}"\n}\n`,
    ),
    `resource "aws_sqs_queue" "this" {\n  name = var.${inputs[0]}\n}\n`,
  ].join('\n')
export const source = (name: string, modules: readonly string[]) =>
  forge.people.createRepository({
    ...{ owner, name },
    files: Object.fromEntries(modules.map((module) => [`${module}/main.tf`, moduleText(module)])),
  })
export const change = (name: string, module: string, text: string | null) =>
  forge.people.commit(owner, name, { files: { [`${module}/main.tf`]: text } })
export const edit = (branch: string, files: Readonly<Record<string, string | null>>) =>
  forge.people.commit(owner, 'blueprints', { branch, files, by: 'ada' })
export const pullRequests = () => forge.people.listPullRequests(owner, 'blueprints')
export const openPullRequests = () => pullRequests().filter(({ status }) => status === 'open')
export const file = async (ref: string, path: string) =>
  (await forge.people.readFiles(owner, 'blueprints', ref))[path] ?? ''

type Importer = (overrides?: Partial<ImportConfiguration>) => Promise<ImportReport>

interface TestImporter {
  readonly dependencies: ImportDependencies & { readonly host: NonNullable<ImportConfiguration['host']> }
  readonly selections: ImportConfiguration['selections']
  readonly run: Importer
}

/** A host that does not tell when a pull request was closed, as Bitbucket Cloud does not. */
export function untimed(pullRequests: PullRequestHost): PullRequestHost {
  const withoutTime = async (...request: Parameters<PullRequestHost['listPullRequests']>) =>
    (await pullRequests.listPullRequests(...request)).map((each) =>
      each.state.status === 'closed' ? { ...each, state: { ...each.state, at: undefined } } : each,
    )
  return new Proxy(pullRequests, {
    get: (target, key) => {
      if (key === 'listPullRequests') return withoutTime
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** An importer with its own home directory, like one on another machine. */
export async function createImporter(
  adapt = (pullRequests: PullRequestHost) => pullRequests,
): Promise<TestImporter> {
  const home = await temporaryDirectory()
  const { apiUrl, webUrl, token } = forge.hosts.github
  const fetch = createHttpFetch({ service: 'github', wait: async () => {} })
  const github = new GithubHost({ apiUrl, token, fetch, wait: async () => {} })
  const host = {
    pullRequests: adapt(github.pullRequests),
    repository: { owner, name: 'blueprints' },
    policy: { labels: ['groundplan'], reviewers: [], draft: 'until-checked' },
  } as const
  const repository = await RemoteGitReviewRepository.open({
    address: `${webUrl}/${owner}/blueprints.git`,
    findCredentials: () => github.repositories.findGitCredentials(),
    directory: join(home, 'blueprints.git'),
    initialFiles: [],
    author: generator,
  })
  const dependencies = {
    ...{ repository, host, version: '1', now: () => new Date() },
    proposals: new InMemoryProposalStore(),
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    registry: new InMemoryRepositoryRegistry(),
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') }),
    modules: new MemoryModuleCache(),
  }
  const configuration: ImportConfiguration = {
    selections: [
      {
        ...{ host: 'github', owner, includeExamples: false, id: 'all' },
        openHost: async () => github,
        select: (listed) => listed.filter(({ name }) => name !== 'blueprints'),
        takesPath: () => true,
      },
    ],
    review: { group: 'repository', branchPrefix: 'groundplan/', limits: {}, askOwners: true },
    host,
  }
  const run: Importer = (overrides) =>
    runImport({ repositories: [], configured: true }, dependencies, {
      configuration: { ...configuration, ...overrides },
      signal: new AbortController().signal,
      onProgress: () => {},
    })
  return { dependencies, selections: configuration.selections, run }
}

/** Runs an import, and does something at the host at the moment of its first push. */
export async function duringPush(run: Importer, work: () => Promise<unknown>): Promise<void> {
  let working: Promise<unknown> | undefined
  forge.faults.inject(({ path }) => {
    if (path.includes('receive-pack')) working ??= work()
    return undefined
  })
  await run()
  await working
  forge.faults.inject(undefined)
}

export const outcomes = ({ modules }: ImportReport) =>
  Object.fromEntries(modules.map(({ repository, path, outcome }) => [`${repository}/${path}`, outcome]))
export const states = (proposals: readonly Proposal[]) =>
  Object.fromEntries(proposals.toReversed().map(({ blueprint, state }) => [blueprint, state.status]))
