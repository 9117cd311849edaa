import { join } from 'node:path'
import { findFormerName, RepositorySelection, selectRepositories } from '@groundplan/configuration'
import { accountUuid, type ForgeHost } from '@groundplan/forge'
import {
  performRegistration,
  registerWebhooksJob,
  syncHosts,
  type SyncConfiguration,
} from '@groundplan/host-sync'
import { InMemoryDashboardStore, InMemoryWebhookStore, RecordedImport } from '@groundplan/host-sync/testing'
import { createHttpFetch } from '@groundplan/http'
import {
  runImport,
  type FinishedImport,
  type FollowUp,
  type ImportReport,
  type SourceSelection,
} from '@groundplan/importer'
import {
  InMemoryNameReservations,
  InMemoryRepositoryRegistry,
  InMemoryScanStore,
} from '@groundplan/importer/testing'
import { InMemoryProblemStore, InMemoryProposalStore } from '@groundplan/proposal/testing'
import { generator, type ScmHost } from '@groundplan/scm'
import { BitbucketCloudHost, BitbucketDataCenterHost } from '@groundplan/scm-bitbucket'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { blueprints, branchPrefix, label } from './blueprint-repository.ts'
import { secondOwner } from './source-actions.ts'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { setTimeout as sleep } from 'node:timers/promises'

/** What two importers have in common if they are two workers of one server. */
export interface ImporterState {
  readonly proposals: InMemoryProposalStore
  readonly problems: InMemoryProblemStore
  readonly webhooks: InMemoryWebhookStore
  readonly dashboards: InMemoryDashboardStore
  readonly scans: InMemoryScanStore
  readonly names: InMemoryNameReservations
  readonly registry: InMemoryRepositoryRegistry
  readonly home: string
}

export interface ImporterOptions {
  readonly host: ForgeHost
  readonly owner: string
  readonly state: ImporterState
  readonly group: SyncConfiguration['review']['group']
  /** Names of the only repositories that the configuration selects; all if absent. */
  readonly names: readonly string[] | undefined
  /** Whether it keeps a dashboard, which tells of what its database knows. */
  readonly dashboard: boolean
  /** Whether all of its imports use one open blueprint repository, as a server's do, or each opens it, as on the command line. */
  readonly keepsOpen: boolean
  readonly now: () => Date
}

export interface Importer {
  /** One import of everything with the jobs that follow, as the server runs it. */
  run(): Promise<ImportReport>
  readonly state: ImporterState
}

const modules = new MemoryModuleCache()

export function createState(home: string): ImporterState {
  return {
    proposals: new InMemoryProposalStore(),
    problems: new InMemoryProblemStore(),
    webhooks: new InMemoryWebhookStore(),
    dashboards: new InMemoryDashboardStore(),
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    registry: new InMemoryRepositoryRegistry(),
    home,
  }
}

/** An importer with real adapters, which waits for nobody longer than some milliseconds. */
export function createImporter(options: ImporterOptions): Importer {
  const { host, owner, state, dashboard, keepsOpen, now } = options
  const { home, names: reserved, ...stores } = state
  const scm = openForge(host)
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
  const configuration: SyncConfiguration = {
    ...configure(host.kind, scm, options),
    dashboard: dashboard ? { issues: scm.issues } : undefined,
  }
  const open = () =>
    RemoteGitReviewRepository.open({
      address: gitAddress(host, owner, blueprints),
      initialFiles: [{ kind: 'write', path: 'README.md', content: '# Blueprints\n' }],
      author: generator,
      directory: join(home, 'blueprints.git'),
      findCredentials: () => scm.repositories.findGitCredentials(),
    })
  let opened: RemoteGitReviewRepository | undefined
  return {
    state,
    run: async () => {
      const repository = opened ?? (await open())
      if (keepsOpen) opened = repository
      const dependencies = { ...stores, names: reserved, reader, modules, repository, now }
      const { signal } = new AbortController()
      const afterImport = (finished: FinishedImport) => syncHosts(finished, configuration, dependencies)
      let jobs: FollowUp['jobs'] = []
      const report = await runImport(
        { repositories: [], configured: true },
        { ...dependencies, version: '1' },
        {
          configuration: { ...configuration, afterImport },
          ...{ signal, onProgress: () => {}, number: 1 },
          onFollowUp: (followUps) => void (jobs = followUps),
        },
      )
      return perform(jobs, report, {
        ...{ ...stores, repository, now },
        readConfiguration: async () => configuration,
      })
    },
  }
}

type Registering = Omit<Parameters<typeof performRegistration>[1], 'imports'>

/** How often a job is tried. */
const attempts = 3

/** Performs the jobs that an import leaves; they change its report. */
async function perform(
  jobs: FollowUp['jobs'],
  report: ImportReport,
  registering: Registering,
): Promise<ImportReport> {
  const { signal } = new AbortController()
  const recorded = new RecordedImport(1, report)
  for (const { payload: given } of jobs) {
    const payload = registerWebhooksJob.payload.parse(given)
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const isLast = attempt === attempts
      const job = { id: '1', payload, attempt, isLast, signal }
      try {
        await performRegistration(job, { ...registering, imports: recorded.imports })
        break
      } catch (error) {
        if (isLast) throw error
      }
    }
  }
  return recorded.report
}

function configure(
  kind: ForgeHost['kind'],
  scm: ScmHost,
  { owner, group, names, now }: Pick<ImporterOptions, 'owner' | 'group' | 'names' | 'now'>,
): SyncConfiguration {
  const reviewer = kind === 'bitbucket-cloud' ? accountUuid('grace') : 'grace'
  const target = { url: 'https://groundplan.example/webhooks/forge', secret: 's3cret' }
  return {
    selections: [owner, secondOwner(owner)].map((each) => ({
      ...select(each, names, now),
      openHost: async () => scm,
    })),
    review: { group, branchPrefix, limits: {}, askOwners: false },
    host: {
      pullRequests: scm.pullRequests,
      repository: { owner, name: blueprints },
      policy: { labels: [label], reviewers: [reviewer], draft: 'until-checked' },
    },
    webhooks: { review: { ...target, host: scm.webhooks }, findSource: () => target },
  }
}

/** One owner's repositories as a configuration selects them, also by the names that they had when it was written. */
function select(
  owner: string,
  names: readonly string[] | undefined,
  now: () => Date,
): Omit<SourceSelection, 'openHost'> {
  const selection = RepositorySelection.parse({
    ...{ host: 'forge', owner, include: names ?? ['**'], exclude: [blueprints] },
  })
  return {
    ...{ host: 'forge', owner, includeExamples: false, id: JSON.stringify(selection) },
    select: (listed) => selectRepositories(selection, listed, now()).selected,
    findFormerName: (repository, formerNames) =>
      findFormerName(selection, repository, { formerNames, now: now() }),
    takesPath: () => true,
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
