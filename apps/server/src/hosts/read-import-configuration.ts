import {
  chooseBranch,
  Configuration,
  configurationPath,
  findFormerName,
  listReferences,
  parseConfiguration,
  pollInterval,
  pullRequestSettings,
  renderTitle,
  selectRepositories,
  selectsPath,
  toCommitRules,
  versionTags,
  type RepositorySelection,
} from '@groundplan/configuration'
import { InputError, printDiagnostic } from '@groundplan/errors'
import type { SyncConfiguration } from '@groundplan/host-sync'
import {
  nameOwnBranch,
  plainConfiguration,
  type ReviewSettings,
  type SelectionReview,
  type SourceHost,
  type SourceSelection,
} from '@groundplan/importer'
import { type PullRequestPolicy, type ReviewHost } from '@groundplan/proposal'
import { composeMessage, type HostedRepository, type ReviewRepository } from '@groundplan/scm'
import { LocalGitRepositoryDirectory } from '@groundplan/scm-local-git'
import { planWebhooks } from './plan-webhooks.ts'
import { describeSecrets } from './describe-secrets.ts'
import { printFirstConfiguration } from './first-configuration.ts'
import { schemaFiles } from './initial-files.ts'
import type { HostClients } from './host-clients.ts'
import { noSecrets, type HostSecrets } from './host-secrets.ts'
import type { HostedBlueprints } from './locate-blueprints.ts'
import type { OnboardingConfiguration } from './read-onboarding-configuration.ts'
import { openHost, type HostSources } from './open-host.ts'
import { isServerHost } from './server-access.ts'

export interface ConfigurationSource {
  readonly repository: ReviewRepository
  readonly hosted: HostedBlueprints | undefined
  /** What the operator has set for hosts; nothing if absent. */
  readonly secrets?: HostSecrets | undefined
  readonly clients: HostClients
  readonly now: () => Date
  /** What is proposed as the first configuration; one that selects everything beside the blueprint repository if absent. */
  readonly onboarding?: OnboardingConfiguration | undefined
  /** Address at which hosts reach this server. */
  readonly publicUrl?: string | undefined
  /** Throws NotAllowedError for folders that may not be read; absent: all may. */
  readonly requireFolder?: ((folder: string) => Promise<void>) | undefined
}

const emptyConfiguration = Configuration.parse({ version: 1, hosts: {}, repositories: [] })

/** What the blueprint repository's default branch has; `undefined` before it is merged. Throws InputError with every finding. */
export async function readMergedConfiguration({
  repository,
}: Pick<ConfigurationSource, 'repository'>): Promise<Configuration | undefined> {
  const text = await readText((await repository.readHead()).commit, repository)
  return text === undefined ? undefined : parse(text, await listBranches(repository))
}

/**
 * Reads what imports go by, from the blueprint repository's default branch. Where it has no configuration yet, a first one is
 * proposed, and what people made of that on its branch counts. Throws InputError with every finding.
 */
export async function readImportConfiguration(source: ConfigurationSource): Promise<SyncConfiguration> {
  const { repository, hosted } = source
  const merged = await readMergedConfiguration(source)
  if (merged !== undefined) {
    await source.secrets?.load(listReferences(merged))
    return toImportConfiguration(merged, source)
  }
  if (hosted === undefined) return plainConfiguration
  const initial = source.onboarding?.configuration ?? emptyConfiguration
  const branch = nameOwnBranch('configuration', initial['pull-requests']['branch-prefix'])
  const tip = await repository.findBranch(branch)
  const draft =
    (tip && (await readText(tip, repository))) ?? source.onboarding?.text ?? printFirstConfiguration(hosted)
  const configuration = parse(draft, await listBranches(repository))
  const result = toImportConfiguration(withServerAccess(configuration, hosted), source)
  // Only the operator says how commits are made, until people have approved the file.
  const host = toReviewHost(hosted, configuration, initial)
  if (!configuration['pull-requests'].onboarding) return { ...result, host }
  const secrets = describeSecrets(configuration, hosted.access)
  const onboarding = { path: configurationPath, text: draft, files: schemaFiles(), secrets, branch }
  return { ...result, host, onboarding }
}

async function readText(commit: string, repository: ReviewRepository): Promise<string | undefined> {
  const [entry] = await repository.readEntries(commit, [configurationPath])
  if (entry === undefined) return undefined
  const text = (await repository.readTexts([entry.blobId])).get(entry.blobId)
  if (text !== undefined) return text
  throw new InputError(
    `Could not read ${configurationPath} in the blueprint repository: it is too large or missing.`,
    {
      hint: 'Replace it with a configuration file smaller than 5 MB.',
    },
  )
}

async function listBranches(repository: ReviewRepository): Promise<readonly string[]> {
  return [...(await repository.readBranches()).tips.keys()]
}

function parse(text: string, branches: readonly string[]): Configuration {
  const { configuration, diagnostics } = parseConfiguration(configurationPath, text, { branches })
  if (configuration !== undefined) return configuration
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(printDiagnostic)
  throw new InputError(`The configuration has errors:\n${errors.join('\n')}`, {
    hint: 'Fix them in the blueprint repository. `groundplan config validate` reports the same errors.',
  })
}

/**
 * Nobody has approved this file yet, so it chooses neither secrets nor where they go: of its hosts only the blueprint
 * repository's own is left, as the operator has set it up.
 */
function withServerAccess(configuration: Configuration, { access }: HostedBlueprints): Configuration {
  const { kind, url } = access
  const known = Object.entries(configuration.hosts)
    .filter(([, host]) => isServerHost(host, access))
    .map(([name]) => [name, { kind, url }] as const)
  const names = new Set(known.map(([name]) => name))
  return {
    ...configuration,
    hosts: Object.fromEntries(known),
    repositories: configuration.repositories.filter(({ host }) => names.has(host)),
  }
}

function toImportConfiguration(configuration: Configuration, source: ConfigurationSource): SyncConfiguration {
  const { hosted, secrets = noSecrets, clients } = source
  const credentials = { hosted, secrets, clients }
  const settings = configuration['pull-requests']
  const open = (name: string, owner: string) => openConfigured({ name, owner }, configuration, credentials)
  return {
    selections: configuration.repositories.map((selection) =>
      toSelection(selection, configuration, open, source),
    ),
    review: toReviewSettings(settings),
    dashboard: settings.dashboard ? { issues: hosted?.host.issues } : undefined,
    allowedTerraform: configuration.terraform.versions,
    host: hosted && toReviewHost(hosted, configuration),
    pollInterval: pollInterval(configuration.schedule),
    ...planWebhooks(configuration.hosts, credentials, source.publicUrl),
  }
}

async function openConfigured(
  { name, owner }: { readonly name: string; readonly owner: string },
  { hosts }: Configuration,
  sources: HostSources,
): Promise<SourceHost> {
  const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined
  if (host === undefined || host.kind === 'local-git') throw new Error(`The host "${name}" has no API.`)
  return openHost(name, host, sources, owner)
}

function toSelection(
  selection: RepositorySelection,
  configuration: Configuration,
  open: (name: string, owner: string) => Promise<SourceHost>,
  { hosted, now, requireFolder }: ConfigurationSource,
): SourceSelection {
  const { host, refs, tags } = selection
  const { versions } = configuration.terraform
  const review = toSelectionReview(selection, configuration)
  // Of folders the owner is the folder itself, in which the repositories are.
  const isFolder = configuration.hosts[host]?.kind === 'local-git'
  const owner = isFolder ? '.' : selection.owner
  // The blueprint repository itself has no modules to propose.
  const isBlueprints = ({ owner: other, name }: HostedRepository) =>
    hosted !== undefined && other === hosted.name.owner && name === hosted.name.name
  return {
    ...{ host, owner, review, includeExamples: selection['include-examples'] },
    kind: configuration.hosts[host]?.kind,
    // A module is read again when what decides about it has changed.
    id: JSON.stringify([selection, review, ...(versions === undefined ? [] : [versions])]),
    openHost: async () => {
      if (!isFolder) return open(host, owner)
      await requireFolder?.(selection.owner)
      return { repositories: new LocalGitRepositoryDirectory(selection.owner), webhooks: undefined }
    },
    select: (listed) =>
      selectRepositories({ ...selection, owner }, listed, now()).selected.filter(
        (repository) => !isBlueprints(repository),
      ),
    findFormerName: (repository, formerNames) =>
      isFolder ? undefined : findFormerName(selection, repository, { formerNames, now: now() }),
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
  { host: { pullRequests }, name, access: { kind } }: HostedBlueprints,
  configuration: Configuration,
  texts = configuration,
): ReviewHost {
  const rules = toCommitRules(texts)
  return {
    ...{ pullRequests, repository: name, kind, policy: toPolicy(configuration['pull-requests']) },
    renderTitle: renderTitle(texts),
    composeMessage: (message, about) => composeMessage({ message, about }, rules),
  }
}

function toPolicy(settings: Configuration['pull-requests']): PullRequestPolicy {
  const { labels, reviewers, draft } = settings
  const asksDefaultReviewers = settings['reviewers-from'].includes('default-reviewers')
  return { labels, reviewers, draft, ...(asksDefaultReviewers ? { asksDefaultReviewers } : {}) }
}
