import { validateBlueprint, type Blueprint } from '@groundplan/blueprint'
import { hasErrors } from '@groundplan/errors'
import type { CatalogEntry, CatalogProblem } from './catalog.ts'
import type { CatalogUpdate } from './catalog-store.ts'

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
    const { blueprint, diagnostics } = validateBlueprint(file.path, file.text)
    if (blueprint === undefined || hasErrors(diagnostics)) {
      problems.push({ path: file.path, diagnostics })
      continue
    }
    const entry = known.get(file.name)
    if (entry !== undefined && entry.latest.blobId === file.blobId && !entry.retired) continue
    published.push(toEntry(file, blueprint, { ...at, version: nextVersion(entry, file) }))
  }
  const present = new Set(files.map(({ name }) => name))
  const retired = entries
    .filter((entry) => !entry.retired && !present.has(entry.name))
    .map(({ name }) => name)
  return { commit: at.commit, since: at.since, published, retired, problems }
}

/** A file that comes back as it was is the same version again. */
function nextVersion(entry: CatalogEntry | undefined, file: BlueprintFile): number {
  if (entry === undefined) return 1
  return entry.latest.blobId === file.blobId ? entry.latest.version : entry.latest.version + 1
}

function toEntry(
  { name, blobId, text }: BlueprintFile,
  { metadata, description }: Blueprint,
  { commit, date, version }: { commit: string; date: Date; version: number },
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
    latest: { blueprint: name, version, commit, blobId, text, publishedAt: date },
  }
}
