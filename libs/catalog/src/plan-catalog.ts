import { validateBlueprint, type Blueprint } from '@groundplan/blueprint'
import { hasErrors } from '@groundplan/errors'
import type { CatalogEntry, CatalogProblem, CatalogVersion } from './catalog.ts'
import type { CatalogUpdate } from './catalog-store.ts'
import { nextVersion } from './next-version.ts'

/** A blueprint file on the default branch. */
export interface BlueprintFile {
  readonly name: string
  readonly path: string
  readonly blobId: string
  readonly text: string
}

/**
 * Plans what brings the catalog in step with the default branch. An invalid file is a problem to report; the entry keeps
 * the last version that was valid.
 */
export function planCatalog(
  files: readonly BlueprintFile[],
  entries: readonly CatalogEntry[],
  at: { readonly commit: string; readonly since: string | undefined; readonly date: Date },
): CatalogUpdate {
  const known = new Map(entries.map((entry) => [entry.name, entry]))
  const published: CatalogEntry[] = []
  const problems: CatalogProblem[] = []
  for (const file of files) {
    const entry = known.get(file.name)
    if (entry !== undefined && entry.latest.blobId === file.blobId && !entry.retired) continue
    const { blueprint, diagnostics } = validateBlueprint(file.path, file.text)
    if (blueprint === undefined || hasErrors(diagnostics)) {
      problems.push({ path: file.path, diagnostics })
      continue
    }
    // A file that comes back as it was is the same version again.
    const { version, ordinal } =
      entry?.latest.blobId === file.blobId ? entry.latest : nextVersion(entry?.latest, blueprint)
    published.push(toEntry(file, blueprint, { ...at, version, ordinal }))
  }
  const present = new Set(files.map(({ name }) => name))
  const retired = entries
    .filter((entry) => !entry.retired && !present.has(entry.name))
    .map(({ name }) => name)
  return { commit: at.commit, since: at.since, published, retired, problems }
}

function toEntry(
  { name, blobId, text }: BlueprintFile,
  { metadata, description }: Blueprint,
  {
    commit,
    date,
    version,
    ordinal,
  }: Omit<CatalogVersion, 'blueprint' | 'blobId' | 'text' | 'publishedAt'> & { date: Date },
): CatalogEntry {
  const labels = (metadata?.['blueprint-labels'] ?? []).map((label) =>
    typeof label === 'string'
      ? label
      : [label.key, label.value].filter((part) => part !== undefined).join(': '),
  )
  return {
    name,
    displayName: metadata?.['display-name'] ?? name,
    description,
    labels,
    retired: false,
    latest: { blueprint: name, version, ordinal, commit, blobId, text, publishedAt: date },
  }
}
