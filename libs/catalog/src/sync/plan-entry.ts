import { validateBlueprint, type CodeComparisons } from '@groundplan/blueprint'
import { hasErrors } from '@groundplan/errors'
import type { CatalogEntry, CatalogProblem } from '../catalog.ts'
import { describeEntry } from '../describe-entry.ts'
import type { BlueprintFile } from './blueprint-files.ts'
import { nextVersion } from './next-version.ts'

export interface ReadBlueprintFile extends BlueprintFile {
  readonly text: string
}

export type PlannedEntry =
  | { readonly kind: 'published'; readonly entry: CatalogEntry }
  /** The entry keeps the last version that was valid. */
  | { readonly kind: 'problem'; readonly problem: CatalogProblem }

/** Plans the catalog entry for a file on the default branch. `known` is the current entry of that name. */
export async function planEntry(
  { name, path, blobId, text }: ReadBlueprintFile,
  known: CatalogEntry | undefined,
  { commit, date }: { readonly commit: string; readonly date: Date },
  comparisons: CodeComparisons,
): Promise<PlannedEntry> {
  const { blueprint, diagnostics } = validateBlueprint(path, text)
  if (blueprint === undefined || hasErrors(diagnostics))
    return { kind: 'problem', problem: { path, blobId, diagnostics } }
  // A file that comes back as it was is the same version again.
  const { version, ordinal } =
    known?.latest.blobId === blobId ? known.latest : await nextVersion(known?.latest, blueprint, comparisons)
  const latest = { blueprint: name, version, ordinal, commit, blobId, text, publishedAt: date }
  return { kind: 'published', entry: { ...describeEntry(name, blueprint), retired: false, latest } }
}
