import type { Diagnostic } from '@groundplan/errors'
import type { PathSelection, RepositorySnapshot } from '@groundplan/scm'
import type { TerraformModule } from '@groundplan/terraform-module'
import type { LinkedDirectories } from './called-directories.ts'
import type { ModuleDirectory } from './discover-modules.ts'
import { readingLimits } from './limits.ts'
import { selectModulePaths } from './module-closure.ts'
import type { Pace } from './pace.ts'

export interface PinnedModule {
  readonly module: TerraformModule
  readonly commit: string
}

export interface PinModulesOptions {
  /** All modules that were read, by path. */
  readonly modules: ReadonlyMap<string, TerraformModule>
  /** All module directories of the repository, in path order. */
  readonly directories: readonly ModuleDirectory[]
  readonly linkedDirectories: LinkedDirectories
  readonly snapshot: RepositorySnapshot
  readonly pace: Pace
}

/**
 * Finds for each module the newest commit that changed it or one that it calls, in one walk through history. Where that takes too
 * long, the module is pinned to the snapshot's commit and says so: then it changes with each import.
 */
export async function pinModules(
  own: readonly TerraformModule[],
  { modules, directories, linkedDirectories, snapshot, pace }: PinModulesOptions,
): Promise<ReadonlyMap<string, PinnedModule>> {
  const paths = directories.map(({ path }) => path)
  const linked = new Map(directories.map(({ path, entries }) => [path, linkTargets(entries)]))
  const selections: PathSelection[] = []
  const selected: TerraformModule[] = []
  const pinned = new Map<string, PinnedModule>()
  let room: number = readingLimits.pinnedPaths
  for (const module of own) {
    await pace()
    const selection = selectModulePaths(module, {
      ...{ modules, directories: paths, linked, linkedDirectories, limit: room },
    })
    if (selection === undefined) {
      const reason = `Finding the commits of this repository's modules takes more than ${readingLimits.pinnedPaths} paths, because they call each other so often`
      pinned.set(module.path, pinLoosely(module, reason, snapshot))
      continue
    }
    room -= selection.include.length + selection.exclude.length
    selections.push(selection)
    selected.push(module)
  }
  const commits = await snapshot.lastChanges(selections)
  for (const [index, module] of selected.entries()) {
    const commit = commits[index]
    const reason =
      'The history of this repository is too long to find the last commit that changed this module'
    pinned.set(module.path, commit === undefined ? pinLoosely(module, reason, snapshot) : { module, commit })
  }
  return pinned
}

function linkTargets(entries: ModuleDirectory['entries']): readonly string[] {
  return entries.flatMap(({ linksTo }) => linksTo ?? [])
}

function pinLoosely(module: TerraformModule, reason: string, { commit }: RepositorySnapshot): PinnedModule {
  const message = `${reason}, so the blueprint uses the latest commit of the repository and is updated with every change there.`
  const finding: Diagnostic = { severity: 'warning', rule: 'history', file: module.path, message }
  return { module: { ...module, diagnostics: [...module.diagnostics, finding] }, commit }
}
