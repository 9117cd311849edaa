import { ConflictError, ExternalServiceError } from '@groundplan/errors'
import { reconcileProposals, type ProposalStore } from '@groundplan/proposal'
import type { ReviewRepository, UnreadReason } from '@groundplan/scm'
import type { CatalogProblem, CatalogSummary } from './catalog.ts'
import type { CatalogStore, CatalogUpdate } from './catalog-store.ts'
import { requireMatch } from './require-same-repository.ts'
import { planCatalog, type BlueprintFile } from './plan-catalog.ts'

export interface CatalogDependencies {
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly catalog: CatalogStore
  readonly now: () => Date
}

/** How often to begin again because somebody else brought the catalog further meanwhile. */
const followAttempts = 5

/** How many files are read and validated before others have their turn. */
const filesAtOnce = 8

/**
 * Brings proposals and catalog in step with the blueprint repository, whoever merged there and how. Costs one look at the
 * head commit if nothing has changed; reads only the files that have. Returns true if something had. Throws ConflictError, with
 * nothing changed, if the default branch no longer contains what the catalog reflects.
 */
export async function followRepository(dependencies: CatalogDependencies): Promise<boolean> {
  const { repository, catalog } = dependencies
  for (let attempt = 1; ; attempt += 1) {
    const since = await catalog.findSyncedCommit()
    let { commit } = await repository.readHead()
    if (since === commit) return attempt > 1
    if (since !== undefined && (await repository.findBase(since)) !== since) {
      // Another server may have seen more of the host than our copy has: then what is there is newer than what we know.
      if (!(await refresh(repository))) return false
      ;({ commit } = await repository.readHead())
      if (since === commit) return attempt > 1
      await requireMatch(await catalog.findRepository(), { address: repository.address, repository })
    }
    await reconcileProposals(dependencies)
    if (await catalog.apply(await planUpdate({ commit, since }, dependencies))) return true
    if (attempt === followAttempts) {
      throw new ConflictError('The catalog changes too fast to be read.', { hint: 'Try again in a moment.' })
    }
  }
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

/** Plans in small portions: validating takes time, in which nobody else would have a turn. */
async function planUpdate(
  { commit, since }: Pick<CatalogUpdate, 'commit' | 'since'>,
  { repository, catalog, now }: CatalogDependencies,
): Promise<CatalogUpdate> {
  const files = await listBlueprintFiles(commit, repository)
  const known = new Map((await catalog.listEntries()).map((entry) => [entry.name, entry]))
  const changed = files.filter((file) => !isPublished(file, known.get(file.name)))
  const present = new Set(files.map(({ name }) => name))
  const retired = [...known.values()].filter((entry) => !entry.retired && !present.has(entry.name))
  const update = {
    ...{ commit, since, retired: retired.map(({ name }) => name) },
    ...{
      published: [] as CatalogUpdate['published'][number][],
      problems: [] as CatalogUpdate['problems'][number][],
    },
  }
  const date = now()
  for (let start = 0; start < changed.length; start += filesAtOnce) {
    const some = changed.slice(start, start + filesAtOnce)
    const texts = await repository.readTexts(some.map(({ blobId }) => blobId))
    const before = await catalog.findEntries(some.map(({ name }) => name))
    const read = some.flatMap((file) => {
      const text = texts.get(file.blobId)
      if (text === undefined) update.problems.push(unreadProblem(file, texts.unread?.get(file.blobId)))
      return text === undefined ? [] : [{ ...file, text }]
    })
    const { published, problems } = planCatalog(read, before, { commit, since, date })
    update.published.push(...published)
    update.problems.push(...problems)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return update
}

/** What is said of a file that is not read: it keeps the last version that was valid. */
function unreadProblem(
  { path, blobId }: Pick<BlueprintFile, 'path' | 'blobId'>,
  reason: UnreadReason = 'missing',
): CatalogProblem {
  const message =
    reason === 'missing'
      ? `The object ${blobId} of this file is missing from the blueprint repository.`
      : 'The file is too large to be a blueprint.'
  const hint =
    reason === 'missing'
      ? 'Look at the repository with `git fsck --full` and restore the object from a clone.'
      : 'Make it smaller than 5 MB, or move it out of blueprints/.'
  return { path, diagnostics: [{ severity: 'error', rule: 'size', file: path, message, hint }] }
}

function isPublished({ blobId }: Pick<BlueprintFile, 'blobId'>, entry: CatalogSummary | undefined): boolean {
  return entry !== undefined && !entry.retired && entry.latest.blobId === blobId
}

/** The blueprint files directly in `blueprints/` at a commit. */
export async function listBlueprintFiles(
  commit: string,
  repository: ReviewRepository,
): Promise<readonly Omit<BlueprintFile, 'text'>[]> {
  const entries = await repository.listEntries(commit)
  return entries.flatMap(({ kind, path, blobId }) => {
    const name = blueprintNameOf(path)
    return kind === 'file' && name !== undefined ? [{ name, path, blobId }] : []
  })
}

/** The name of the blueprint that a path of the blueprint repository holds, if it holds one. */
export function blueprintNameOf(path: string): string | undefined {
  return /^blueprints\/([^/]+)\.yaml$/.exec(path)?.[1]
}
