import { ConflictError, ExternalServiceError, toPlatformError } from '@groundplan/errors'
import { reconcileProposals, type ProposalStore } from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'
import type { SyncFailure } from '../catalog.ts'
import type { CatalogStore } from '../catalog-store.ts'
import { requireMatch } from '../require-same-repository.ts'
import { describeOutdated } from './describe-outdated.ts'
import { compareEverything, findChanges, findFiles, type FileChange } from './find-changes.ts'
import { Pace } from './pace.ts'
import { planUpdate } from './plan-update.ts'

export interface CatalogDependencies {
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly catalog: CatalogStore
  readonly now: () => Date
  /** Version of the product: another one may find other problems in the same file. */
  readonly version?: string | undefined
}

export interface SyncOptions {
  /**
   * Also does what a change of the default branch does not call for: entries and problems that an older version of the product has
   * found, and proposals whose merge was missed. Costs as much as the catalog is large; once after each start is enough.
   */
  readonly thorough?: boolean | undefined
}

/** Who synchronises: one at a time, of whatever server. */
const lease = 'catalog sync'

/** How often to begin again because somebody else brought the catalog further meanwhile. */
const attempts = 5

/** How old the record of the last look may get while nothing changes, in milliseconds. */
const recordInterval = 30_000

/**
 * Brings proposals and catalog in step with the blueprint repository, whoever merged there and how. Costs one look at the
 * head commit if nothing has changed; otherwise what the changed files cost, however large the catalog is. Returns true if something
 * had changed. Throws ConflictError, with nothing changed, if the default branch no longer contains what the catalog reflects. How it
 * went is recorded in the catalog.
 */
export async function syncCatalog(
  dependencies: CatalogDependencies,
  options: SyncOptions = {},
): Promise<boolean> {
  const { catalog, repository, proposals, now } = dependencies
  try {
    const { syncedCommit } = await catalog.readState()
    const { commit } = await repository.readHead()
    if (syncedCommit === commit && options.thorough !== true) {
      await noteMatch(dependencies)
      return false
    }
    if (syncedCommit !== commit) await catalog.noteSync({ kind: 'behind', at: now() })
    const changed = await proposals.leases.hold(lease, () => syncAlone(dependencies, options))
    await noteMatch(dependencies)
    return changed
  } catch (error) {
    const failure = describeFailure(error)
    // Whoever asks for the catalog gets the error of the database from the database.
    if (failure !== undefined) await catalog.noteSync({ kind: 'failed', at: now(), failure }).catch(() => {})
    throw error
  }
}

async function noteMatch({ catalog, now }: CatalogDependencies): Promise<void> {
  const at = now()
  const { checkedAt, behindSince, failure } = await catalog.readState()
  const isRecorded = checkedAt !== undefined && at.getTime() - checkedAt.getTime() < recordInterval
  if (isRecorded && behindSince === undefined && failure === undefined) return
  await catalog.noteSync({ kind: 'matches', at })
}

/** `undefined` for what ends by itself: another server is at work. */
function describeFailure(error: unknown): SyncFailure | undefined {
  const { code, message, hint, details } = toPlatformError(error)
  if (details?.['busy'] === true) return undefined
  // Messages of drivers show paths and values, and are for the log.
  if (code === 'internal')
    return { message: 'The catalog could not be updated.', hint: 'See the server log for details.' }
  return { message, hint }
}

async function syncAlone(
  dependencies: CatalogDependencies,
  { thorough = false }: SyncOptions,
): Promise<boolean> {
  const { repository, catalog, proposals } = dependencies
  const pace = new Pace()
  for (let attempt = 1; ; attempt += 1) {
    const since = await catalog.findSyncedCommit()
    const commit = await findTarget(since, dependencies)
    if (commit === undefined) return attempt > 1
    if (commit === since && !thorough) return attempt > 1
    const range = since === undefined ? undefined : { from: since, to: commit }
    const merged = await reconcileProposals(dependencies, thorough ? undefined : range)
    const changes =
      range === undefined
        ? await compareEverything(commit, { repository, catalog })
        : await findChanges(range, { repository })
    const outdated = thorough ? await checkAgain(commit, dependencies, pace) : []
    const at = { commit, since, date: dependencies.now(), checkedBy: dependencies.version ?? '' }
    const update = await planUpdate(joinChanges(changes, outdated), at, {
      repository,
      catalog,
      proposals,
      pace,
    })
    if (await catalog.apply(update))
      return attempt > 1 || commit !== since || update.checked.length > 0 || merged.length > 0
    if (attempt === attempts)
      throw new ConflictError('The catalog is changing too fast to read.', { hint: 'Try again in a moment.' })
  }
}

/** The head of the default branch; `undefined` if the catalog is as new as it can be. */
async function findTarget(
  since: string | undefined,
  { repository, catalog }: CatalogDependencies,
): Promise<string | undefined> {
  const { commit } = await repository.readHead()
  if (since === undefined || since === commit || (await repository.findBase(since)) === since) return commit
  // Another server may have seen more of the host than our copy has: then what is there is newer than what we know.
  if (!(await refresh(repository))) return undefined
  const head = await repository.readHead()
  if (since !== head.commit)
    await requireMatch(await catalog.findRepository(), { address: repository.address, repository })
  return head.commit
}

/** False if the host does not answer: the catalog stays as it is. */
async function refresh(repository: ReviewRepository): Promise<boolean> {
  try {
    await repository.refresh()
    return true
  } catch (error) {
    if (error instanceof ExternalServiceError) return false
    throw error
  }
}

/** Describes entries again, and returns the files to check again. */
async function checkAgain(
  commit: string,
  { repository, catalog, version = '' }: CatalogDependencies,
  pace: Pace,
): Promise<readonly FileChange[]> {
  const { names, problemPaths } = await catalog.findOutdated(version)
  await describeOutdated(names, { catalog, pace })
  return findFiles(commit, problemPaths, { repository })
}

function joinChanges(changes: readonly FileChange[], others: readonly FileChange[]): readonly FileChange[] {
  return [...new Map([...others, ...changes].map((change) => [change.path, change])).values()]
}
