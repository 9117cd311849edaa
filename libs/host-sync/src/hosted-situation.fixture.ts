// Setup for the suites that import from a host and do what comes after it. Importing this file starts a host before its tests.
import { join } from 'node:path'
import { accountUuid, startForge, type Forge, type ForgeHost } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { runImport, type ImportConfiguration, type ImportReport } from '@groundplan/importer'
import {
  InMemoryNameReservations,
  InMemoryRepositoryRegistry,
  InMemoryScanStore,
} from '@groundplan/importer/testing'
import type { PullRequestPolicy } from '@groundplan/proposal'
import { InMemoryProblemStore, InMemoryProposalStore } from '@groundplan/proposal/testing'
import { generator, type ScmHost } from '@groundplan/scm'
import { BitbucketCloudHost, BitbucketDataCenterHost } from '@groundplan/scm-bitbucket'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { SyncConfiguration } from './sync-configuration.ts'
import { syncHosts } from './sync-hosts.ts'
import { InMemoryDashboardStore } from './dashboard/in-memory-dashboard-store.ts'
import { InMemoryWebhookStore } from './webhooks/in-memory-webhook-store.ts'
import { RecordedImport } from './webhooks/recorded-import.ts'
import { performRegistration, registerWebhooksJob } from './webhooks/register-webhooks-job.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

export let forge: Forge
/** How far the host's clock is behind, in milliseconds: what was pushed within its last minute is looked at again. */
export const forgeClock = { behind: 0 }
let round = 0
beforeAll(async () => {
  forge = await startForge({ now: () => new Date(Date.now() - forgeClock.behind) })
})
afterAll(() => forge.close())
afterEach(() => {
  forge.faults.inject(undefined)
  forge.people.restoreToken()
})

export const kinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center'] as const

function openHost({ kind, apiUrl, webUrl, token }: ForgeHost): ScmHost {
  const wait = async () => {}
  const fetch = createHttpFetch({ service: kind, wait })
  switch (kind) {
    case 'github':
      return new GithubHost({ apiUrl, token, fetch, wait })
    case 'bitbucket-cloud': {
      const authentication = { kind: 'access-token', token } as const
      return new BitbucketCloudHost({ authentication, apiUrl, webUrl, fetch, wait })
    }
    case 'bitbucket-data-center':
      return new BitbucketDataCenterHost({ url: webUrl, token, fetch, wait })
  }
}

export const moduleText =
  'variable "name" { type = string }\nresource "aws_sqs_queue" "this" { name = var.name }\n'

export interface SituationOptions {
  readonly protectedBranches?: readonly string[]
  /** Files of the source repositories, by name; two of one module each if absent. */
  readonly sources?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly review?: Partial<ImportConfiguration['review']>
  readonly policy?: Partial<PullRequestPolicy>
}

const twoSources = { queue: { 'm/main.tf': moduleText }, topic: { 'm/main.tf': moduleText } }

/** A host with repositories, and an importer that wants everything that there is beside pull requests. */
export async function createSituation(
  kind: (typeof kinds)[number],
  { protectedBranches = [], sources = twoSources, review = {}, policy = {} }: SituationOptions = {},
) {
  const owner = `ACME${(round += 1)}`
  const [files, name] = [{ 'README.md': '#\n' }, 'blueprints']
  await forge.people.createRepository({ owner, name, files, protected: protectedBranches })
  for (const [source, own] of Object.entries(sources))
    await forge.people.createRepository({ owner, name: source, files: own })
  const host = forge.hosts[kind]
  const scm = openHost(host)
  const home = await temporaryDirectory()
  const path = kind === 'bitbucket-data-center' ? `scm/${owner.toLowerCase()}` : owner
  const repository = await RemoteGitReviewRepository.open({
    address: `${host.webUrl}/${path}/${name}.git`,
    findCredentials: () => scm.repositories.findGitCredentials(),
    directory: join(home, 'blueprints.git'),
    ...{ initialFiles: [], author: generator },
  })
  const [ada, grace] = ['ada', 'grace'].map((login) =>
    kind === 'bitbucket-cloud' ? accountUuid(login) : login,
  )
  const reviewers = [ada ?? '', grace ?? '']
  const labels = scm.pullRequests.features.labels ? ['groundplan'] : []
  const target = { url: 'https://g.example.com/webhooks/here', secret: 's3cret' }
  const configuration: ImportConfiguration & SyncConfiguration = {
    selections: [
      {
        ...{ host: 'here', kind, owner, includeExamples: false, id: 'all' },
        openHost: async () => scm,
        select: (listed) => listed.filter((each) => each.name !== name),
        takesPath: () => true,
      },
    ],
    review: { group: 'repository', branchPrefix: 'groundplan/', limits: {}, askOwners: false, ...review },
    host: {
      pullRequests: scm.pullRequests,
      repository: { owner, name },
      policy: { labels, reviewers, draft: 'never', ...policy },
    },
    dashboard: { issues: scm.issues },
    webhooks: { review: { ...target, host: scm.webhooks }, findSource: () => target },
  }
  const [problems, webhooks, now] = [new InMemoryProblemStore(), new InMemoryWebhookStore(), () => new Date()]
  const proposals = new InMemoryProposalStore()
  const dashboards = new InMemoryDashboardStore()
  const dependencies = {
    ...{ repository, proposals, problems, now, version: '1', modules: new MemoryModuleCache() },
    ...{ scans: new InMemoryScanStore(), names: new InMemoryNameReservations() },
    registry: new InMemoryRepositoryRegistry(),
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') }),
  }
  const run = async (more: Partial<ImportConfiguration & SyncConfiguration> = {}): Promise<ImportReport> => {
    const wanted = { ...configuration, ...more }
    let jobs: readonly { readonly payload: unknown }[] = []
    const { signal } = new AbortController()
    const report = await runImport({ repositories: [], configured: true }, dependencies, {
      configuration: {
        ...wanted,
        afterImport: (finished) => syncHosts(finished, wanted, { ...dependencies, webhooks, dashboards }),
      },
      ...{ signal, onProgress: () => {}, number: 1 },
      onFollowUp: (followUps) => void (jobs = followUps),
    })
    const readConfiguration = async () => wanted
    const recorded = new RecordedImport(1, report)
    for (const { payload } of jobs) {
      const attempt = {
        id: '1',
        attempt: 1,
        isLast: true,
        signal,
        payload: registerWebhooksJob.payload.parse(payload),
      }
      await performRegistration(attempt, {
        ...{ ...dependencies, readConfiguration, webhooks, dashboards },
        imports: recorded.imports,
      })
    }
    return recorded.report
  }
  return {
    ...{ owner, run, problems, reviewers, dependencies },
    pullRequests: () => forge.people.listPullRequests(owner, name),
    /** The message of a commit that the importer has pushed. */
    readMessage: (commit: string) =>
      runGit(join(home, 'blueprints.git'), ['log', '-1', '--format=%B', commit]),
    /** The text of the dashboard, wherever it is. */
    readDashboard: async () => {
      const [issue] = forge.people.listIssues(owner, name)
      if (issue !== undefined) return issue.body
      return (await forge.people.readFiles(owner, name, 'groundplan/dashboard'))['DASHBOARD.md'] ?? ''
    },
  }
}
