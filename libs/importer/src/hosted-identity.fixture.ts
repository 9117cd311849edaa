// Setup for the suites about repositories that share names, move or go, on every host.
import { join } from 'node:path'
import { findFormerName, parseConfiguration, selectRepositories } from '@groundplan/configuration'
import type { ForgeHost } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { generator, type HostedRepository, type ScmHost } from '@groundplan/scm'
import { BitbucketCloudHost, BitbucketDataCenterHost } from '@groundplan/scm-bitbucket'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { useTemporaryDirectories } from '@groundplan/testing'
import { forge, owner } from './hosted-import.fixture.ts'
import type { ImportConfiguration } from './import-configuration.ts'
import type { ImportReport } from './import-report.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from './registry/in-memory-repository-registry.ts'
import type { ReviewSettings } from './review-settings.ts'
import { runImport } from './run-import.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'
import type { SourceSelection } from './scan/source-selection.ts'

const temporaryDirectory = useTemporaryDirectories()

export const hostKinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center'] as const

export interface OwnersImporterOptions {
  /** Owners whose repositories are imported. */
  readonly owners: readonly string[]
  readonly review?: Partial<ReviewSettings>
  readonly now?: () => Date
  /** Which of the listed repositories are taken; all if absent. */
  readonly select?: (listed: readonly HostedRepository[]) => readonly HostedRepository[]
  /** Selections as `groundplan.yaml` has them, instead of all repositories of the owners. */
  readonly repositories?: readonly object[]
}

/** An importer of several owners' repositories, for the blueprint repository of the test's owner. */
export async function createOwnersImporter(
  kind: (typeof hostKinds)[number],
  {
    owners,
    review = {},
    now = () => new Date(),
    select = (listed) => listed,
    repositories,
  }: OwnersImporterOptions,
) {
  const home = await temporaryDirectory()
  const forgeHost = forge.hosts[kind]
  const scm = openHost(forgeHost)
  const repository = await RemoteGitReviewRepository.open({
    address: gitAddress(forgeHost, owner, 'blueprints'),
    findCredentials: () => scm.repositories.findGitCredentials(),
    directory: join(home, 'blueprints.git'),
    initialFiles: [],
    author: generator,
  })
  const dependencies = {
    ...{ repository, version: '1', now },
    proposals: new InMemoryProposalStore(),
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    registry: new InMemoryRepositoryRegistry(),
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') }),
    modules: new MemoryModuleCache(),
  }
  const configuration: ImportConfiguration = {
    selections:
      repositories?.map((each) => configured(each, scm)) ??
      owners.map((each) => ({
        ...{ host: 'forge', owner: each, includeExamples: false, id: each },
        openHost: async () => scm,
        select: (listed) => select(listed.filter(({ name }) => name !== 'blueprints')),
        takesPath: () => true,
      })),
    review: { group: 'repository', branchPrefix: 'groundplan/', limits: {}, askOwners: false, ...review },
    host: {
      pullRequests: scm.pullRequests,
      repository: { owner, name: 'blueprints' },
      policy: { labels: [], reviewers: [], draft: 'never' },
    },
  }
  const run = (overrides: Partial<ImportConfiguration> = {}): Promise<ImportReport> =>
    runImport({ repositories: [], configured: true }, dependencies, {
      configuration: { ...configuration, ...overrides },
      signal: new AbortController().signal,
      onProgress: () => {},
    })
  return { dependencies, run, configuration }
}

function configured(given: object, scm: ScmHost): SourceSelection {
  const text = JSON.stringify({
    ...{ version: 1, hosts: { forge: { kind: 'github', token: { env: 'GROUNDPLAN_SECRET_FORGE' } } } },
    repositories: [{ host: 'forge', ...given }],
  })
  const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', text)
  const [selection] = configuration?.repositories ?? []
  if (selection === undefined) throw new Error(JSON.stringify(diagnostics))
  return {
    ...{ host: 'forge', owner: selection.owner, includeExamples: false, id: text },
    openHost: async () => scm,
    select: (listed) => selectRepositories(selection, listed, new Date()).selected,
    findFormerName: (repository, formerNames) =>
      findFormerName(selection, repository, { formerNames, now: new Date() }),
    takesPath: () => true,
  }
}

function gitAddress({ kind, webUrl }: ForgeHost, ownerName: string, name: string): string {
  const path =
    kind === 'bitbucket-data-center' ? `scm/${ownerName.toLowerCase()}/${name}` : `${ownerName}/${name}`
  return `${webUrl}/${path}.git`
}

function openHost({ kind, apiUrl, webUrl, token }: ForgeHost): ScmHost {
  const wait = async () => {}
  const fetch = createHttpFetch({ service: kind, wait })
  switch (kind) {
    case 'github':
      return new GithubHost({ apiUrl, token, fetch, wait })
    case 'bitbucket-cloud':
      return new BitbucketCloudHost({
        ...{ authentication: { kind: 'access-token', token } as const, apiUrl, webUrl, fetch, wait },
      })
    case 'bitbucket-data-center':
      return new BitbucketDataCenterHost({ url: webUrl, token, fetch, wait })
  }
}
