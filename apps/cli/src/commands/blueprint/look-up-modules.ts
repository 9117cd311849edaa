import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { GrainSource } from '@groundplan/blueprint'
import type { LookedUpModule, ModuleLookup } from '@groundplan/blueprint-generator'
import { InputError, NotFoundError } from '@groundplan/errors'
import { discoverModules, listModuleEntries } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { readModule } from '@groundplan/terraform-module'

/** Folders of repositories by the names that blueprints call them, from `name=folder`. Throws InputError. */
export function parseRepositories(options: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    options.map((option) => {
      const at = option.indexOf('=')
      if (at > 0 && at < option.length - 1) return [option.slice(0, at), option.slice(at + 1)] as const
      throw new InputError(`Invalid --repository "${option}".`, {
        hint: 'Use --repository NAME=FOLDER, where NAME is the `store` of a source.',
      })
    }),
  )
}

/** Reads modules from local repositories at the revisions that grains name, each once. */
export function createModuleLookup(
  repositories: ReadonlyMap<string, string>,
  signal: AbortSignal,
): ModuleLookup {
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(tmpdir(), 'groundplan-clones') })
  const known = new Map<string, Promise<LookedUpModule>>()
  return async (source) => {
    const directory = repositories.get(source.store)
    if (directory === undefined) return undefined
    const key = JSON.stringify(source)
    const answer = known.get(key) ?? readSource(reader, resolve(directory), source, signal)
    known.set(key, answer)
    return answer
  }
}

async function readSource(
  reader: LocalGitRepositoryReader,
  address: string,
  { path, commit, branch, tag }: GrainSource,
  signal: AbortSignal,
): Promise<LookedUpModule> {
  if (commit !== undefined && !/^[0-9a-f]{7,64}$/.test(commit)) return { status: 'no-revision' }
  // The folder has to be a repository, whatever the revision is.
  await reader.open({ address }, { signal })
  const snapshot = await reader
    .open({ address, ref: commit ?? tag ?? branch }, { signal })
    .catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined
      throw error
    })
  if (snapshot === undefined) return { status: 'no-revision' }
  const scope =
    path
      .split('/')
      .filter((segment) => segment !== '' && segment !== '.')
      .join('/') || '.'
  const directories = discoverModules(await listModuleEntries(snapshot), { scope, includeExamples: true })
  const directory = directories.find((candidate) => candidate.path === scope)
  if (directory === undefined) return { status: 'no-module' }
  const blobs = await snapshot.readBlobs(directory.entries.map(({ blobId }) => blobId))
  const files = directory.entries.flatMap(({ path: file, blobId }) => {
    const bytes = blobs.get(blobId)
    return bytes === undefined ? [] : [{ path: file, bytes }]
  })
  return { status: 'found', module: await readModule({ path: scope, files }) }
}
