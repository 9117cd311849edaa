import type { CodeComparisons } from '@groundplan/blueprint'
import type { ReviewRepository, UnreadReason } from '@groundplan/scm'
import type { CatalogProblem } from '../catalog.ts'
import type { CatalogStore, CatalogUpdate } from '../catalog-store.ts'
import type { BlueprintFile } from './blueprint-files.ts'
import type { FileChange } from './find-changes.ts'
import type { Pace } from './pace.ts'
import { planEntry } from './plan-entry.ts'

/** How many files are read at a time. */
const filesAtOnce = 50

export interface UpdateSources {
  readonly repository: Pick<ReviewRepository, 'readTexts'>
  readonly catalog: Pick<CatalogStore, 'findEntries'>
  readonly proposals: CodeComparisons
  readonly pace: Pace
}

/** Plans the catalog entries for the changed files. Reads and validates only those files. */
export async function planUpdate(
  changes: readonly FileChange[],
  at: Pick<CatalogUpdate, 'commit' | 'since' | 'checkedBy'> & { readonly date: Date },
  { repository, catalog, proposals, pace }: UpdateSources,
): Promise<CatalogUpdate> {
  const published: CatalogUpdate['published'][number][] = []
  const problems: CatalogProblem[] = []
  const files = changes.filter((change): change is BlueprintFile => change.blobId !== undefined)
  for (let start = 0; start < files.length; start += filesAtOnce) {
    const some = files.slice(start, start + filesAtOnce)
    const texts = await repository.readTexts(some.map(({ blobId }) => blobId))
    const entries = await catalog.findEntries(some.map(({ name }) => name))
    const known = new Map(entries.map((entry) => [entry.name, entry]))
    for (const file of some) {
      const text = texts.get(file.blobId)
      if (text === undefined) {
        problems.push(unreadProblem(file, texts.unread?.get(file.blobId)))
        continue
      }
      const planned = await planEntry({ ...file, text }, known.get(file.name), at, proposals)
      if (planned.kind === 'published') published.push(planned.entry)
      else problems.push(planned.problem)
      await pace.rest()
    }
  }
  const retired = changes.flatMap(({ name, blobId }) => (blobId === undefined ? [name] : []))
  const checked = changes.map(({ path }) => path)
  const { commit, since, checkedBy } = at
  return { commit, since, published, retired, checked, problems, checkedBy }
}

/** The problem of a skipped file, which keeps its last valid version. */
function unreadProblem({ path, blobId }: BlueprintFile, reason: UnreadReason = 'missing'): CatalogProblem {
  const message =
    reason === 'missing'
      ? `The object ${blobId} of this file is missing from the blueprint repository.`
      : 'The file is too large to be a blueprint.'
  const hint =
    reason === 'missing'
      ? 'Check the repository with `git fsck --full` and restore the object from a clone.'
      : 'Make it smaller than 5 MB, or move it out of blueprints/.'
  return { path, blobId, diagnostics: [{ severity: 'error', rule: 'size', file: path, message, hint }] }
}
