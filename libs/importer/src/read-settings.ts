import {
  checkOverlayMatches,
  generatorPaths,
  noGeneratorSettings,
  readGeneratorSettings,
  type GeneratorSettings,
} from '@groundplan/blueprint-generator'
import type { Diagnostic } from '@groundplan/errors'
import type { RepositorySnapshot, ReviewRepository, TreeEntry } from '@groundplan/scm'
import type { ReadModuleResult } from './read-repository.ts'

/** Goes before the paths of the blueprint repository's own files, which are the company's. */
export const companyPrefix = 'blueprint-repository:'

/** Largest file that counts, in bytes. */
const maximumSize = 3_000_000

/** Reads what a source repository tells the generator, at the snapshot's commit. */
export async function readRepositorySettings(snapshot: RepositorySnapshot): Promise<GeneratorSettings> {
  const found = findFiles(await snapshot.listEntries())
  if (found.length === 0) return noGeneratorSettings
  const blobs = await snapshot.readBlobs(found.map(({ blobId }) => blobId))
  const decoder = new TextDecoder()
  const files = found.map(({ path, blobId }) => {
    const bytes = blobs.get(blobId)
    const isReadable = bytes !== undefined && bytes.length <= maximumSize
    return [path, isReadable ? decoder.decode(bytes) : undefined] as const
  })
  return readGeneratorSettings(new Map(files))
}

/** Reads what the company tells the generator about all repositories, from the blueprint repository's default branch. */
export async function readCompanySettings(
  repository: Pick<ReviewRepository, 'readHead' | 'listEntries' | 'readTexts'>,
): Promise<GeneratorSettings> {
  const own = await companyFiles(repository)
  const texts = await repository.readTexts(own.map(({ blobId }) => blobId))
  const files = own.map(({ path, blobId }) => {
    const text = texts.get(blobId)
    return [path, text === undefined || text.length > maximumSize ? undefined : text] as const
  })
  return readGeneratorSettings(new Map(files), companyPrefix)
}

/** The files of the blueprint repository's default branch that tell the generator something. */
export async function companyFiles(
  repository: Pick<ReviewRepository, 'readHead' | 'listEntries'>,
): Promise<readonly TreeEntry[]> {
  const found = findFiles(await repository.listEntries((await repository.readHead()).commit))
  // Who owns the blueprint repository's files does not own the modules.
  return found.filter(({ path }) => !path.endsWith('CODEOWNERS'))
}

/**
 * What is to be said of a repository's settings: about the files themselves and, if all of its modules were looked at, about
 * entries that are for none of them.
 */
export function checkRepositorySettings(
  settings: GeneratorSettings,
  { scope }: Pick<RepositorySnapshot, 'scope'>,
  modules: readonly ReadModuleResult[],
): readonly Diagnostic[] {
  if (scope !== '.') return settings.diagnostics
  const subjects = modules.map(({ directory, module }) => ({
    path: directory.path,
    variables: (module?.variables ?? []).map(({ name }) => name),
  }))
  return [...settings.diagnostics, ...checkOverlayMatches(settings.entries, subjects)]
}

function findFiles(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return entries.filter(({ kind, path }) => kind === 'file' && generatorPaths.includes(path))
}
