import {
  generatorPaths,
  overlayPath,
  readGeneratorSettings,
  type GeneratorSettings,
  type OverlaySubject,
  type SettingsFiles,
} from '@groundplan/blueprint-generator'
import type { RepositorySnapshot, ReviewRepository, TreeEntry } from '@groundplan/scm'
import { readingLimits } from './limits.ts'
import type { ReadModuleResult } from './read-repository.ts'

/** Goes before the paths of the blueprint repository's own files, which are the company's. */
export const companyPrefix = 'blueprint-repository:'

/** Reads what a source repository tells the generator, at the snapshot's commit. */
export async function readRepositorySettings(snapshot: RepositorySnapshot): Promise<GeneratorSettings> {
  const { files } = await readSettingsFiles(snapshot)
  return readGeneratorSettings(files)
}

/** The files by which a source repository tells the generator something, as they are at the snapshot's commit. */
export async function readSettingsFiles(snapshot: RepositorySnapshot): Promise<SettingsFiles> {
  const found = findFiles(await snapshot.listEntries())
  if (found.length === 0) return { files: new Map(), prefix: '' }
  const blobs = await snapshot.readBlobs(found.map(({ blobId }) => blobId))
  const decoder = new TextDecoder()
  const files = found.map(({ path, blobId }) => {
    const bytes = blobs.get(blobId)
    const isReadable = bytes !== undefined && bytes.length <= readingLimits.settingsBytes
    return [path, isReadable ? decoder.decode(bytes) : undefined] as const
  })
  return { files: new Map(files), prefix: '' }
}

/** Reads what the company tells the generator about all repositories, from the blueprint repository's default branch. */
export async function readCompanySettings(
  repository: Pick<ReviewRepository, 'readHead' | 'listEntries' | 'readTexts'>,
): Promise<GeneratorSettings> {
  const own = await companyFiles(repository)
  const texts = await repository.readTexts(own.map(({ blobId }) => blobId))
  const files = own.map(({ path, blobId }) => {
    const text = texts.get(blobId)
    return [path, text === undefined || text.length > readingLimits.settingsBytes ? undefined : text] as const
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

/** The modules that a repository's overlay is checked against; none if there is no overlay, or not all of the repository was read. */
export function overlaySubjects(
  { files }: SettingsFiles,
  { scope }: Pick<RepositorySnapshot, 'scope'>,
  modules: readonly ReadModuleResult[],
): readonly OverlaySubject[] {
  if (scope !== '.' || !files.has(overlayPath)) return []
  return modules.map(({ directory, module }) => ({
    path: directory.path,
    variables: (module?.variables ?? []).map(({ name }) => name),
  }))
}

function findFiles(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return entries.filter(({ kind, path }) => kind === 'file' && generatorPaths.includes(path))
}
