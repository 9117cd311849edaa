// Over 300 lines: the order of an import from listing to report, and what each step is given.
import { digestChanges } from '@groundplan/change-set'
import { CancelledError, InputError, toPlatformError } from '@groundplan/errors'
import type { NewJob } from '@groundplan/jobs'
import {
  describeProblems,
  followPullRequests,
  followRenames,
  settlePublished,
  SideSteps,
  type Proposal,
} from '@groundplan/proposal'
import type { RepositoryReader } from '@groundplan/scm'
import type { ModuleCache, ModuleReader } from '@groundplan/terraform-module'
import { untilAborted } from './deadline.ts'
import { defaultImportLimits, type ImportLimits } from './import-limits.ts'
import type { ImportProgress, ImportReport, ImportRequest } from './import-report.ts'
import {
  listPublished,
  listSources,
  proposeModules,
  type ProposedModules,
  type ProposeDependencies,
} from './propose-modules.ts'
import { companyFiles } from './read-settings.ts'
import { allowTerraform } from './launch/allow-terraform.ts'
import { plainConfiguration, type ImportConfiguration } from './import-configuration.ts'
import {
  repositoryKey,
  type RegisteredRepository,
  type RepositoryRegistry,
} from './registry/repository-registry.ts'
import { StoreNames } from './registry/store-names.ts'
import { isGone, trackMissing, type MissingGrace } from './registry/track-missing.ts'
import {
  findSources,
  listRepositories,
  listSelected,
  type FoundSources,
  type ListedRepositories,
  type SelectedRepository,
} from './scan/find-sources.ts'
import { describeRenamed } from './scan/find-renamed.ts'
import { registerRepositories } from './scan/register-repositories.ts'
import { reportMissing, reportSuspicious } from './scan/report-missing.ts'
import { linkPullRequests } from './link-pull-requests.ts'
import { readSources } from './scan/read-sources.ts'
import { rememberUnread } from './scan/remember-sources.ts'
import { countSetAside } from './count-set-aside.ts'
import type { ReadingLimits } from './scan/try-reading.ts'
import { StoppedEarly } from './stopped-early.ts'
import { shortenReport } from './shorten-report.ts'
import { summarizeWaiting } from './summarize-waiting.ts'

export interface ImportDependencies extends ProposeDependencies {
  readonly reader: RepositoryReader
  /** Modules read by earlier imports. */
  readonly modules: ModuleCache
  /** Reads the others, and compares versions; in this process if absent, which is only for files that the user trusts. */
  readonly moduleReader?: ModuleReader | undefined
  /** Store names of repositories. */
  readonly registry: RepositoryRegistry
  /** Version of the generator: another one may write other blueprints. */
  readonly version: string
}

export interface ImportOptions {
  /** What it goes by; a function reads it from the blueprint repository, once that is up to date. */
  readonly configuration?: ImportConfiguration | (() => Promise<ImportConfiguration>) | undefined
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
  /** Of its record, if it has one. */
  readonly number?: number | undefined
  /** Hears what has to be done once it has ended. */
  readonly onFollowUp?: ((jobs: readonly NewJob[]) => void) | undefined
  /** Hears what was done, if the import is cancelled while it proposes. */
  readonly onStopped?: ((report: ImportReport) => void) | undefined
  /** What it may take. */
  readonly limits?: Pick<ImportLimits, 'repository' | 'reading'> & Partial<ImportLimits>
}

/**
 * Runs an import: see what happened at the hosts, open and read what has changed, plan the proposals, carry the plan out. Several may
 * read and propose at the same time; they plan one after the other. Throws CancelledError when stopped; what is done by then stays, and
 * the next run does the rest. Whatever else fails once it has begun to propose is the report's `failure`: the report always comes. What
 * could not be done beside the proposals is one of its `problems`.
 */
export async function runImport(
  request: ImportRequest,
  dependencies: ImportDependencies,
  {
    configuration: given = plainConfiguration,
    signal,
    onProgress,
    number,
    onFollowUp,
    onStopped,
    limits = defaultImportLimits,
  }: ImportOptions,
): Promise<ImportReport> {
  const start = dependencies.now().getTime()
  const { dryRun = false } = request
  try {
    await untilAborted(dependencies.repository.refresh(signal), signal)
    const configuration = typeof given === 'function' ? await untilAborted(given(), signal) : given
    const sideSteps = new SideSteps(dependencies)
    const hosted = { ...dependencies, host: configuration.host, sideSteps }
    if (!dryRun) {
      await untilAborted(followRenames(hosted), signal)
      await untilAborted(followPullRequests(hosted), signal)
      await untilAborted(settlePublished(hosted), signal)
    }
    const trying = { signal, onProgress, limits }
    const { missing: grace = defaultImportLimits.missing } = limits
    const isSaved = !dryRun && configuration.onboarding === undefined
    const found = await find(request, configuration, { ...hosted, ...trying, isSaved, grace })
    const known = await listSources(dependencies, found.stores)
    const { reader, modules: cache, moduleReader, drafter, now } = dependencies
    const published = await listPublished(dependencies, found.stores)
    const comparisons = dependencies.proposals
    const reading = { reader, cache, moduleReader, drafter, known, published, comparisons, now, ...trying }
    const { read: asRead, outcomes, unread } = await readSources(found.sources, reading)
    const read = allowTerraform(asRead, configuration.allowedTerraform)
    if (!dryRun) await rememberUnread(unread, dependencies)
    const isWhole = request.configured === true && request.only === undefined
    const { stores, gone } = found
    const readings = { read, stores, gone, repositories: [...found.outcomes, ...outcomes], dryRun }
    const notes = [...(request.configured === true ? (configuration.notes ?? []) : []), ...found.notes]
    const toReport = async (done: ProposedModules, rest: Pick<ImportReport, 'failure' | 'problems'>) => {
      // Whatever has stopped the import may keep the links away, too.
      const modules = await linkPullRequests(done.modules, dependencies.proposals).catch(() => done.modules)
      const setAside = countSetAside(done, found.archived)
      const waiting = summarizeWaiting(modules)
      const result = shortenReport({
        ...{ ...done, modules },
        ...(setAside && { setAside }),
        ...(waiting.length === 0 ? {} : { waiting }),
        ...(notes.length === 0 ? {} : { notes }),
      })
      return { dryRun, ...result, ...rest, seconds: (now().getTime() - start) / 1000 }
    }
    let done: ProposedModules | undefined
    try {
      done = await proposeModules(readings, configuration, hosted, { signal, onProgress })
      const problems = describeProblems(await sideSteps.list())
      const finished = {
        ...{ number, repositories: done.repositories, modules: done.modules, isWhole, sideSteps, problems },
        ...{ selected: found.selected, isListed: isWhole && found.isListed },
        isProposed: configuration.onboarding === undefined,
      }
      const followed = dryRun ? undefined : await configuration.afterImport?.(finished)
      if (!dryRun) onFollowUp?.(followed?.jobs ?? [])
      notes.push(...(followed?.notes ?? []))
      return await toReport(done, { problems: describeProblems(await sideSteps.list()) })
    } catch (error) {
      const reached = error instanceof StoppedEarly ? error.done : done
      if (reached === undefined) throw error
      const { code, message, hint } = toPlatformError(error instanceof StoppedEarly ? error.cause : error)
      const problems = await sideSteps.list().catch(() => [])
      const report = await toReport(reached, {
        failure: { code, message, hint },
        problems: describeProblems(problems),
      })
      if (!signal.aborted) return report
      onStopped?.(report)
      throw error
    }
  } catch (error) {
    if (signal.aborted)
      throw new CancelledError('The import was stopped. The next import continues from there.')
    throw error
  }
}

interface FindDependencies extends ImportDependencies {
  readonly signal: AbortSignal
  readonly limits: ReadingLimits
  readonly onProgress: ImportOptions['onProgress']
  /** False to find out only. */
  readonly isSaved: boolean
  readonly grace: MissingGrace
}

interface FoundRepositories extends FoundSources {
  /** How many only archiving leaves out. */
  readonly archived: number
  /** Repositories that have been missing for too long. */
  readonly gone: readonly RegisteredRepository[]
  readonly stores: StoreNames
  /** Those that the configuration selects. */
  readonly selected: readonly SelectedRepository[]
  /** False if a host could not be asked for all of its repositories. */
  readonly isListed: boolean
  /** What people are told, one sentence each. */
  readonly notes: readonly string[]
}

/** The repositories that somebody named and those that the configuration selects, with their store names. */
async function find(
  { repositories, includeExamples = false, configured = false, only }: ImportRequest,
  { selections }: ImportConfiguration,
  dependencies: FindDependencies,
): Promise<FoundRepositories> {
  const named = repositories.map((location) => ({ location, includeExamples }))
  if (configured && selections.length === 0) {
    throw new InputError('No repositories to import: none specified, and no configuration selects any.', {
      hint: 'Specify folders or addresses, or add groundplan.yaml to the blueprint repository.',
    })
  }
  const { registry, repository, version } = dependencies
  const listed = configured ? await list(selections, only, dependencies) : { ...nothing, wanted: nothing }
  const { registered, given, outcomes } = await registerRepositories(named, listed, dependencies)
  const stores = new StoreNames([...(await registry.list()), ...registered.values()])
  const { wanted } = listed
  const listing = { selected: listSelected(wanted), isListed: wanted.failures.length === 0 }
  if (!configured) return { sources: given, outcomes, stores, gone: [], archived: 0, notes: [], ...listing }
  const missing = only === undefined ? await findMissing(listed, stores, dependencies) : noneMissing
  const settingsId = await identifySettings(version, repository)
  const pending = await listPending(dependencies, stores)
  const found = findSources(wanted, { settingsId, pending, registered })
  return {
    sources: [...given, ...found.sources],
    outcomes: [...outcomes, ...found.outcomes, ...missing.outcomes],
    stores,
    gone: missing.gone,
    archived: wanted.archived,
    ...listing,
    notes: wanted.renamed.map(describeRenamed),
  }
}

const nothing: ListedRepositories = {
  selected: [],
  archived: 0,
  listing: { selected: new Set(), archived: new Map(), owners: new Map() },
  failures: [],
  renamed: [],
}
const noneMissing = { gone: [], outcomes: [] }

/** Registered repositories that the hosts no longer list or the configuration no longer selects. */
async function findMissing(
  { listing }: ListedRepositories,
  stores: StoreNames,
  { registry, proposals, now, isSaved, grace }: FindDependencies,
): Promise<Pick<FoundRepositories, 'gone' | 'outcomes'>> {
  const moment = { now: now(), grace }
  const { changed, suspicious } = trackMissing(stores.repositories, listing, moment)
  if (isSaved) await registry.save(changed)
  const byKey = new Map([...stores.repositories, ...changed].map((each) => [repositoryKey(each), each]))
  const all = [...byKey.values()]
  const isThere = new Set(all.flatMap(({ missing, store }) => (missing === undefined ? [store] : [])))
  const absent = all.filter(({ store, missing }) => missing !== undefined && !isThere.has(store))
  const latest = absent.length === 0 ? new Map<string, Proposal>() : await proposals.latestByBlueprint()
  return {
    gone: absent.filter(({ missing }) => isGone(missing, moment.now, grace)),
    outcomes: [...suspicious.map(reportSuspicious), ...reportMissing(absent, latest.values(), stores)],
  }
}

/**
 * What is to be imported (`wanted`), and what decides about its store names: all that the configuration selects where a repository is
 * imported alone for the first time.
 */
async function list(
  selections: ImportConfiguration['selections'],
  only: ImportRequest['only'],
  { scans, registry, signal }: FindDependencies,
): Promise<ListedRepositories & { readonly wanted: ListedRepositories }> {
  const registered = await registry.list()
  const wanted = await listRepositories(selections, { scans, registered, only, signal })
  if (only === undefined) return { ...wanted, wanted }
  const known = new Set(registered.map(repositoryKey))
  const isNew = wanted.selected.some(
    ({ repository: { id }, selection: { host } }) => !known.has(repositoryKey({ host, id })),
  )
  return { ...(isNew ? await listRepositories(selections, { scans, registered, signal }) : wanted), wanted }
}

async function identifySettings(
  version: string,
  repository: ImportDependencies['repository'],
): Promise<string> {
  const files = await companyFiles(repository)
  const content = JSON.stringify([version, files.map(({ path, blobId }) => [path, blobId])])
  return (await digestChanges([{ kind: 'write', path: 'settings', content }])).slice(0, 16)
}

/**
 * Store names of repositories with work that does not come from a change: asked for again, a branch that is gone, or a pull request that
 * was decided before it had everything.
 */
async function listPending(
  { proposals, repository, host }: Pick<ImportDependencies, 'proposals' | 'repository' | 'host'>,
  stores: StoreNames,
): Promise<ReadonlySet<string>> {
  const { tips: branches } = await repository.readBranches()
  const latest = [...(await proposals.latestByBlueprint()).values()]
  const isPending = ({ state, branch, contentId, pullRequest }: Proposal) =>
    state.status === 'open'
      ? contentId === '' || !branches.has(branch) || (host !== undefined && pullRequest === undefined)
      : state.status === 'rejected' && state.askedBy !== undefined
  return new Set(latest.filter(isPending).map(({ source }) => stores.current(source.store)))
}
