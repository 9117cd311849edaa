import type { RepositorySnapshot } from '@groundplan/scm'
import { discoverModules, type ModuleDirectory } from '../discover-modules.ts'
import { readRepository, type ReadModuleResult, type ReadRepositoryOptions } from '../read-repository.ts'
import { moduleKey } from '@groundplan/terraform-module'
import type { TagChoice } from './source-selection.ts'

/**
 * Reads the modules that a branch has, each at the tag that is chosen for it. Those for which there is none, or which are not at
 * their tag, are left out with the reason.
 */
export async function readAtTags(
  snapshot: RepositorySnapshot,
  chooseTags: TagChoice,
  options: ReadRepositoryOptions,
): Promise<readonly ReadModuleResult[]> {
  const { includeExamples, takesPath = () => true, onModule } = options
  const { scope } = snapshot
  const { tags } = await snapshot.listRefs()
  const everywhere = discoverModules(await snapshot.listEntries(), { scope, includeExamples })
  const directories = everywhere.filter(({ path }) => takesPath(path))
  const paths = everywhere.filter(({ skipped }) => skipped === undefined).map(({ path }) => path)
  const chosen = chooseTags([...tags.keys()], paths)
  const read = new Map<string, ReadModuleResult>()
  const wanted = directories.filter(({ path, skipped }) => skipped === undefined && chosen.has(path))
  const states = [...Map.groupBy(wanted, ({ path }) => chosen.get(path) ?? '')].map(([tag, those]) => ({
    tag,
    at: snapshot.at({ ref: tag, commit: tags.get(tag) ?? snapshot.commit }),
    paths: new Set(those.map(({ path }) => path)),
  }))
  await fetchTogether(states, snapshot, options)
  let done = 0
  for (const { tag, at, paths: own } of states) {
    const modules = await readRepository(at, {
      ...options,
      takesPath: (path) => own.has(path),
      onModule: (path, index) => onModule(path, done + index, wanted.length),
    })
    for (const module of modules) read.set(module.directory.path, { ...module, tag })
    done += own.size
  }
  return directories.map((directory) => {
    const tag = chosen.get(directory.path)
    const reason = tag === undefined ? 'It has no tag of a version that is read.' : `It is not in ${tag}.`
    return read.get(directory.path) ?? leaveOut(directory, reason, snapshot.commit)
  })
}

interface State {
  readonly at: RepositorySnapshot
  readonly paths: ReadonlySet<string>
}

/** Has the files of all states fetched at once, rather than in a git operation for each. */
async function fetchTogether(
  states: readonly State[],
  snapshot: RepositorySnapshot,
  { includeExamples, cache }: ReadRepositoryOptions,
): Promise<void> {
  const missing: string[] = []
  for (const { at, paths } of states) {
    const directories = discoverModules(await at.listEntries(), { scope: at.scope, includeExamples })
    for (const { path, entries } of directories)
      if (paths.has(path) && cache.find(moduleKey(path, entries)) === undefined)
        missing.push(...entries.map(({ blobId }) => blobId))
  }
  await snapshot.readBlobs(missing)
}

function leaveOut(directory: ModuleDirectory, reason: string, commit: string): ReadModuleResult {
  return { directory: { ...directory, skipped: directory.skipped ?? reason }, module: undefined, commit }
}
