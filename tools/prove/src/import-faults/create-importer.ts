import { join } from 'node:path'
import { accountUuid, type ForgeHost } from '@groundplan/forge'
import { syncHosts } from '@groundplan/host-sync'
import { InMemoryWebhookStore } from '@groundplan/host-sync/testing'
import { createHttpFetch } from '@groundplan/http'
import {
  runImport,
  type FinishedImport,
  type ImportConfiguration,
  type ImportReport,
} from '@groundplan/importer'
import {
  InMemoryNameReservations,
  InMemoryRepositoryRegistry,
  InMemoryScanStore,
} from '@groundplan/importer/testing'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { generator, type HostedRepository, type ScmHost } from '@groundplan/scm'
import { BitbucketCloudHost, BitbucketDataCenterHost } from '@groundplan/scm-bitbucket'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { secondOwner } from './source-actions.ts'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { setTimeout as sleep } from 'node:timers/promises'

/** What two importers have in common if they are two workers of one server. */
export interface ImporterState {
  readonly proposals: InMemoryProposalStore
  readonly scans: InMemoryScanStore
  readonly names: InMemoryNameReservations
  readonly registry: InMemoryRepositoryRegistry
  readonly home: string
}

export interface ImporterOptions {
  readonly host: ForgeHost
  readonly owner: string
  readonly state: ImporterState
  readonly group: ImportConfiguration['review']['group']
  /** Whether it keeps a dashboard, which tells of what its database knows. */
  readonly dashboard: boolean
  readonly now: () => Date
}

export interface Importer {
  /** One import of everything, as the server runs it. */
  run(): Promise<ImportReport>
  readonly state: ImporterState
}

/** Name of the repository that takes the blueprints. */
export const blueprints = 'blueprints'

const modules = new MemoryModuleCache()

export function createState(home: string): ImporterState {
  return {
    proposals: new InMemoryProposalStore(),
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    registry: new InMemoryRepositoryRegistry(),
    home,
  }
}

/** An importer with real adapters, which waits for nobody longer than some milliseconds. */
export function createImporter({ host, owner, state, group, dashboard, now }: ImporterOptions): Importer {
  const { proposals, scans, names, registry, home } = state
  const scm = openForge(host)
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
  const configuration = {
    ...configure(host.kind, scm, { owner, group }),
    dashboard: dashboard ? { issues: scm.issues } : undefined,
  }
  return {
    state,
    run: async () => {
      const repository = await RemoteGitReviewRepository.open({
        address: gitAddress(host, owner, blueprints),
        initialFiles: [{ kind: 'write', path: 'README.md', content: '# Blueprints\n' }],
        author: generator,
        directory: join(home, 'blueprints.git'),
        findCredentials: () => scm.repositories.findGitCredentials(),
      })
      const dependencies = { reader, modules, repository, proposals, scans, names, registry, now }
      const { signal } = new AbortController()
      const synced = { repository, proposals, webhooks: new InMemoryWebhookStore(), now }
      const afterImport = (finished: FinishedImport) => syncHosts(finished, configuration, synced)
      return runImport(
        { repositories: [], configured: true },
        { ...dependencies, version: '1' },
        { configuration: { ...configuration, afterImport }, signal, onProgress: () => {} },
      )
    },
  }
}

function configure(
  kind: ForgeHost['kind'],
  scm: ScmHost,
  { owner, group }: Pick<ImporterOptions, 'owner' | 'group'>,
): ImportConfiguration {
  const reviewer = kind === 'bitbucket-cloud' ? accountUuid('grace') : 'grace'
  const select = (listed: readonly HostedRepository[]) =>
    listed.filter(({ name, archived }) => name !== blueprints && !archived)
  return {
    selections: [owner, secondOwner(owner)].map((each, index) => ({
      ...{ host: 'forge', owner: each, includeExamples: false, id: `all-${index}`, select },
      openHost: async () => scm,
      takesPath: () => true,
    })),
    review: { group, branchPrefix: 'groundplan/', limits: {}, askOwners: false },
    host: {
      pullRequests: scm.pullRequests,
      repository: { owner, name: blueprints },
      policy: { labels: ['groundplan'], reviewers: [reviewer], draft: 'until-checked' },
    },
  }
}

function gitAddress({ kind, webUrl }: ForgeHost, owner: string, name: string): string {
  const path = kind === 'bitbucket-data-center' ? `scm/${owner.toLowerCase()}/${name}` : `${owner}/${name}`
  return `${webUrl}/${path}.git`
}

function openForge({ kind, apiUrl, webUrl, token }: ForgeHost): ScmHost {
  const wait = (milliseconds: number) => sleep(Math.min(milliseconds, 3))
  const fetch = createHttpFetch({ service: kind, wait, maximumWait: 3_600_000 })
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
