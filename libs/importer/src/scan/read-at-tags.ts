import type { RepositorySnapshot } from '@groundplan/scm'
import { moduleKey } from '@groundplan/terraform-module'
import { discoverModules, type ModuleDirectory } from '../discover-modules.ts'
import { listModuleEntries } from '../follow-links.ts'
import { readRepository, type ReadModuleResult, type ReadRepositoryOptions } from '../read-repository.ts'
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
  const { includeExamples, takesPath = () => true } = options
  const { scope } = snapshot
  const directories = discoverModules(await listModuleEntries(snapshot), { scope, includeExamples })
  const paths = directories.filter(({ skipped }) => skipped === undefined).map(({ path }) => path)
  const { tags } = await snapshot.listRefs()
  const chosen = chooseTags([...tags.keys()], paths)
  const byTag = Map.groupBy(paths.filter(takesPath), (path) => chosen.get(path))
  const states = [...byTag].flatMap(([tag, own]) => {
    const commit = tag && tags.get(tag)
    return tag === undefined || commit === undefined
      ? []
      : [{ tag, at: snapshot.at({ ref: tag, commit }), paths: new Set(own) }]
  })
  await fetchTogether(states, snapshot, options)
  const read = await readStates(states, options)
  return directories
    .filter(({ path }) => takesPath(path))
    .map((directory) => {
      const tag = chosen.get(directory.path)
      const reason = tag === undefined ? 'No version tag matches.' : `It is not in ${tag}.`
      return read.get(directory.path) ?? leaveOut(directory, reason, snapshot.commit)
    })
}

/** A tag, with the directories of the modules that are read at it. */
interface State {
  readonly tag: string
  readonly at: RepositorySnapshot
  readonly paths: ReadonlySet<string>
}

/** By directory. */
async function readStates(
  states: readonly State[],
  options: ReadRepositoryOptions,
): Promise<ReadonlyMap<string, ReadModuleResult>> {
  const total = states.reduce((sum, { paths }) => sum + paths.size, 0)
  const read = new Map<string, ReadModuleResult>()
  let done = 0
  for (const { tag, at, paths } of states) {
    const modules = await readRepository(at, {
      ...options,
      takesPath: (path) => paths.has(path),
      onModule: (path, index) => options.onModule(path, done + index, total),
    })
    for (const module of modules) read.set(module.directory.path, { ...module, tag })
    done += paths.size
  }
  return read
}

/** Has the files of all states fetched at once, rather than in a git operation for each. */
async function fetchTogether(
  states: readonly State[],
  snapshot: RepositorySnapshot,
  { includeExamples, cache }: ReadRepositoryOptions,
): Promise<void> {
  const missing: string[] = []
  for (const { at, paths } of states) {
    const directories = discoverModules(await listModuleEntries(at), { scope: at.scope, includeExamples })
    for (const { path, entries } of directories)
      if (paths.has(path) && cache.find(moduleKey(path, entries)) === undefined)
        missing.push(...entries.map(({ blobId }) => blobId))
  }
  await snapshot.readBlobs(missing)
}

function leaveOut(directory: ModuleDirectory, reason: string, commit: string): ReadModuleResult {
  return { directory: { ...directory, skipped: directory.skipped ?? reason }, module: undefined, commit }
}
