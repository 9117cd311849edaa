import {
  chooseBranch,
  configurationPath,
  parseConfiguration,
  pollInterval,
  pullRequestSettings,
  selectRepositories,
  selectsPath,
  versionTags,
  type Configuration,
  type RepositorySelection,
} from '@groundplan/configuration'
import { InputError, printDiagnostic } from '@groundplan/errors'
import {
  onboardingBranch,
  plainConfiguration,
  type ImportConfiguration,
  type ReviewSettings,
  type SelectionReview,
  type SourceSelection,
} from '@groundplan/importer'
import { generator, type PullRequestPolicy, type ReviewHost } from '@groundplan/proposal'
import type { HostedRepository, ReviewRepository, ScmProvider } from '@groundplan/scm'
import { LocalGitScmProvider } from '@groundplan/scm-local-git'
import { planWebhooks } from '../webhooks/plan-webhooks.ts'
import { createProvider } from './create-provider.ts'
import { printFirstConfiguration } from './first-configuration.ts'
import type { HostedBlueprints } from './locate-blueprints.ts'
import { resolveReference } from './resolve-reference.ts'

export interface ConfigurationSource {
  readonly repository: ReviewRepository
  readonly hosted: HostedBlueprints | undefined
  readonly now: () => Date
  /** Address at which hosts reach this server. */
  readonly publicUrl?: string | undefined
}

/** What the blueprint repository's default branch has; `undefined` before it is merged. Throws InputError with every finding. */
export async function readMergedConfiguration({
  repository,
}: Pick<ConfigurationSource, 'repository'>): Promise<Configuration | undefined> {
  const text = await readText((await repository.readHead()).commit, repository)
  return text === undefined ? undefined : parse(text)
}

/**
 * Reads what imports go by, from the blueprint repository's default branch. Where it has no configuration yet, a first one is
 * proposed, and what people made of that on its branch counts. Throws InputError with every finding.
 */
export async function readImportConfiguration(source: ConfigurationSource): Promise<ImportConfiguration> {
  const { repository, hosted } = source
  const merged = await readMergedConfiguration(source)
  if (merged !== undefined) return toImportConfiguration(merged, source)
  if (hosted === undefined) return plainConfiguration
  const tip = await repository.findBranch(onboardingBranch)
  const draft = (tip && (await readText(tip, repository))) ?? printFirstConfiguration(hosted)
  const configuration = parse(draft)
  const result = toImportConfiguration(withoutStrangers(configuration, hosted), source)
  if (!configuration['pull-requests'].onboarding) return result
  return { ...result, onboarding: { path: configurationPath, text: draft } }
}

async function readText(commit: string, repository: ReviewRepository): Promise<string | undefined> {
  const entry = (await repository.listEntries(commit)).find(({ path }) => path === configurationPath)
  if (entry === undefined) return undefined
  const text = (await repository.readTexts([entry.blobId])).get(entry.blobId)
  if (text !== undefined) return text
  throw new InputError(
    `${configurationPath} in the blueprint repository cannot be read: it is too large, or missing.`,
    {
      hint: 'Replace it with a configuration file smaller than 5 MB.',
    },
  )
}

function parse(text: string): Configuration {
  const { configuration, diagnostics } = parseConfiguration(configurationPath, text)
  if (configuration !== undefined) return configuration
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(printDiagnostic)
  throw new InputError(`The configuration has errors:\n${errors.join('\n')}`, {
    hint: 'Correct them in the blueprint repository; `groundplan config validate` shows the same.',
  })
}

/** Nobody has approved this file yet: it may not have tokens sent to hosts other than the one that we know. */
function withoutStrangers(configuration: Configuration, { access }: HostedBlueprints): Configuration {
  const known = Object.entries(configuration.hosts).filter(
    ([, host]) => host.kind === access.kind && 'url' in host && host.url.replace(/\/+$/, '') === access.url,
  )
  const names = new Set(known.map(([name]) => name))
  return {
    ...configuration,
    hosts: Object.fromEntries(known),
    repositories: configuration.repositories.filter(({ host }) => names.has(host)),
  }
}

function toImportConfiguration(
  configuration: Configuration,
  source: ConfigurationSource,
): ImportConfiguration {
  const { hosted } = source
  const settings = configuration['pull-requests']
  const providers = new Map<string, Promise<ScmProvider>>()
  const openProvider = (name: string) => {
    const provider = providers.get(name) ?? createHostProvider(name, configuration, hosted)
    providers.set(name, provider)
    return provider
  }
  return {
    selections: configuration.repositories.map((selection) =>
      toSelection(selection, configuration, openProvider, source),
    ),
    review: toReviewSettings(settings),
    dashboard: settings.dashboard,
    host: hosted && toReviewHost(hosted, settings),
    pollInterval: pollInterval(configuration.schedule),
    webhooks: planWebhooks(configuration.hosts, hosted, source.publicUrl),
  }
}

async function createHostProvider(
  name: string,
  { hosts }: Configuration,
  hosted: HostedBlueprints | undefined,
): Promise<ScmProvider> {
  const host = hosts[name]
  if (host === undefined || host.kind === 'local-git') throw new Error(`"${name}" is no host with an API.`)
  const { kind, token } = host
  const url = host.url.replace(/\/+$/, '')
  const subject = `The host "${name}" in ${configurationPath}`
  if (token === undefined) {
    // Without a token of its own it is the host of the blueprint repository, or open to everybody.
    if (hosted?.access.kind === kind && hosted.access.url === url)
      return createProvider({ ...hosted.access, name })
    throw new InputError(`${subject} has no token.`, { hint: 'Add `token: { env: NAME }` to it.' })
  }
  const username = 'username' in host ? host.username : undefined
  return createProvider({
    ...{
      kind,
      name,
      url,
      apiUrl: host['api-url'] ?? (hosted?.access.url === url ? hosted.access.apiUrl : undefined),
    },
    token: resolveReference(token, subject),
    username:
      username === undefined || typeof username === 'string' ? username : resolveReference(username, subject),
  })
}

function toSelection(
  selection: RepositorySelection,
  configuration: Configuration,
  openProvider: (name: string) => Promise<ScmProvider>,
  { hosted, now }: ConfigurationSource,
): SourceSelection {
  const { host, refs, tags } = selection
  const review = toSelectionReview(selection, configuration)
  // Of folders the owner is the folder itself, in which the repositories are.
  const isFolder = configuration.hosts[host]?.kind === 'local-git'
  const owner = isFolder ? '.' : selection.owner
  // The blueprint repository itself has no modules to propose.
  const isBlueprints = ({ owner: other, name }: HostedRepository) =>
    hosted !== undefined && other === hosted.name.owner && name === hosted.name.name
  return {
    ...{ host, owner, review, includeExamples: selection['include-examples'] },
    id: JSON.stringify([selection, review]),
    openProvider: async () =>
      isFolder ? new LocalGitScmProvider({ root: selection.owner, author: generator }) : openProvider(host),
    select: (listed) =>
      selectRepositories({ ...selection, owner }, listed, now()).selected.filter(
        (repository) => !isBlueprints(repository),
      ),
    takesPath: (path) => selectsPath(selection, path),
    chooseBranch: refs && ((branches) => chooseBranch(refs, branches)),
    chooseTags: tags === undefined ? undefined : (names, paths) => versionTags(names, paths, tags),
  }
}

function toReviewSettings(settings: Configuration['pull-requests']): ReviewSettings {
  const { open, 'per-hour': perHour } = settings.limits
  const limit = (value: number | 'none') => (value === 'none' ? undefined : value)
  return {
    group: settings.group,
    branchPrefix: settings['branch-prefix'],
    limits: { open: limit(open), perHour: limit(perHour) },
    askOwners: settings['reviewers-from'].includes('codeowners'),
  }
}

/** Nothing where the selection says nothing of its own, so that what the company wants counts as it is by then. */
function toSelectionReview(
  selection: RepositorySelection,
  configuration: Configuration,
): SelectionReview | undefined {
  const own = Object.values(selection['pull-requests']).filter((value) => value !== undefined)
  if (own.length === 0) return undefined
  const settings = pullRequestSettings(configuration, selection)
  return { policy: toPolicy(settings), askOwners: toReviewSettings(settings).askOwners }
}

function toReviewHost(
  { provider, name }: HostedBlueprints,
  settings: Configuration['pull-requests'],
): ReviewHost {
  return { provider, repository: name, policy: toPolicy(settings) }
}

function toPolicy({ labels, reviewers, draft }: Configuration['pull-requests']): PullRequestPolicy {
  return { labels, reviewers, draft }
}
