import type { CommitRange, ReviewRepository } from '@groundplan/scm'
import type { CatalogStore } from '../catalog-store.ts'
import {
  blueprintFolder,
  blueprintNameOf,
  listBlueprintFiles,
  type BlueprintFile,
} from './blueprint-files.ts'

/** A blueprint file that the catalog has not looked at yet; without a blob id it is gone. */
export interface FileChange extends Omit<BlueprintFile, 'blobId'> {
  readonly blobId: string | undefined
}

export interface ChangeSources {
  readonly repository: Pick<ReviewRepository, 'listEntries' | 'listChanges' | 'readEntries'>
  readonly catalog: Pick<CatalogStore, 'listEntries' | 'findProblems' | 'listProblems'>
}

/** The changes between two commits. The cost depends on the changes, not on the size of the catalog. */
export async function findChanges(
  range: CommitRange,
  { repository }: Pick<ChangeSources, 'repository'>,
): Promise<readonly FileChange[]> {
  const changes = await repository.listChanges(range, blueprintFolder)
  return changes.flatMap(({ path, entry }) => {
    const name = blueprintNameOf(path)
    if (name === undefined) return []
    return [{ name, path, blobId: entry?.kind === 'file' ? entry.blobId : undefined }]
  })
}

/** The differences between a commit and a catalog whose commit is unknown. */
export async function compareEverything(
  commit: string,
  { repository, catalog }: ChangeSources,
): Promise<readonly FileChange[]> {
  const files = await listBlueprintFiles(commit, repository)
  const known = new Map((await catalog.listEntries()).map((entry) => [entry.name, entry]))
  const invalid = await listInvalid(catalog)
  const paths = new Set(files.map(({ path }) => path))
  const isKnown = ({ name, path, blobId }: BlueprintFile) => {
    const entry = known.get(name)
    return (entry?.retired === false && entry.latest.blobId === blobId) || invalid.get(path) === blobId
  }
  const inUse = [...known.values()].filter(({ retired }) => !retired)
  const gone = new Set([...inUse.map(({ name }) => `${blueprintFolder}${name}.yaml`), ...invalid.keys()])
  return [
    ...files.filter((file) => !isKnown(file)),
    ...[...gone]
      .filter((path) => !paths.has(path))
      .map((path) => ({
        name: blueprintNameOf(path) ?? '',
        path,
        blobId: undefined,
      })),
  ]
}

/** Files as they are at a commit, to check them again. */
export async function findFiles(
  commit: string,
  paths: readonly string[],
  { repository }: Pick<ChangeSources, 'repository'>,
): Promise<readonly FileChange[]> {
  const entries = new Map((await repository.readEntries(commit, paths)).map((entry) => [entry.path, entry]))
  return paths.map((path) => {
    const entry = entries.get(path)
    return {
      name: blueprintNameOf(path) ?? '',
      path,
      blobId: entry?.kind === 'file' ? entry.blobId : undefined,
    }
  })
}

/** Blob ids by path. */
async function listInvalid(
  catalog: Pick<CatalogStore, 'listProblems'>,
): Promise<ReadonlyMap<string, string>> {
  const invalid = new Map<string, string>()
  let after: string | undefined
  do {
    const { items, next } = await catalog.listProblems({ limit: 1000, after })
    for (const { path, blobId } of items) invalid.set(path, blobId)
    after = next
  } while (after !== undefined)
  return invalid
}
