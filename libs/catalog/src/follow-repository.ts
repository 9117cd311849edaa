import { ConflictError } from '@groundplan/errors'
import { reconcileProposals, type ProposalStore } from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'
import type { CatalogStore } from './catalog-store.ts'
import { planCatalog, type BlueprintFile } from './plan-catalog.ts'

export interface CatalogDependencies {
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly catalog: CatalogStore
  readonly now: () => Date
}

/** How often to begin again because somebody else brought the catalog further meanwhile. */
const followAttempts = 5

/**
 * Brings proposals and catalog in step with the blueprint repository, whoever merged there and how. Costs one look at the
 * head commit if nothing has changed. Returns true if something had.
 */
export async function followRepository(dependencies: CatalogDependencies): Promise<boolean> {
  const { repository, catalog, now } = dependencies
  for (let attempt = 1; ; attempt += 1) {
    const since = await catalog.findSyncedCommit()
    const { commit } = await repository.readHead()
    if (since === commit) return attempt > 1
    await reconcileProposals(dependencies)
    const [files, entries] = [await readBlueprintFiles(commit, repository), await catalog.listEntries()]
    if (await catalog.apply(planCatalog(files, entries, { commit, since, date: now() }))) return true
    if (attempt === followAttempts) {
      throw new ConflictError('The catalog changes too fast to be read.', { hint: 'Try again in a moment.' })
    }
  }
}

/** The blueprint files directly in `blueprints/` at a commit. */
export async function readBlueprintFiles(
  commit: string,
  repository: ReviewRepository,
): Promise<readonly BlueprintFile[]> {
  const entries = await repository.listEntries(commit)
  const found = entries.flatMap(({ kind, path, blobId }) => {
    const name = blueprintNameOf(path)
    return kind === 'file' && name !== undefined ? [{ name, path, blobId }] : []
  })
  const texts = await repository.readTexts(found.map(({ blobId }) => blobId))
  return found.map((file) => ({ ...file, text: texts.get(file.blobId) ?? '' }))
}

/** The name of the blueprint that a path of the blueprint repository holds, if it holds one. */
export function blueprintNameOf(path: string): string | undefined {
  return /^blueprints\/([^/]+)\.yaml$/.exec(path)?.[1]
}
