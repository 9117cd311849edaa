import { InputError } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import {
  checkCalls,
  findMissingModules,
  InProcessModuleReader,
  type ModuleCache,
  type ModuleReader,
  type TerraformModule,
} from '@groundplan/terraform-module'
import {
  calledDirectories,
  findLinkedDirectory,
  type LinkedDirectories,
  type LinkedDirectory,
} from './called-directories.ts'
import { discoverModules, type ModuleDirectory } from './discover-modules.ts'
import { listModuleEntries, readLinks, type ModuleEntry } from './follow-links.ts'
import { readingLimits } from './limits.ts'
import { createPace } from './pace.ts'
import { pinModules } from './pin-modules.ts'
import { listSubmodules } from './submodules.ts'
import { readModules, type ReadModulesOptions } from './read-modules.ts'

/** A module as read, with the commit that its blueprint pins. */
export interface ReadModuleResult {
  readonly directory: ModuleDirectory
  /** Absent if the directory is skipped. */
  readonly module: TerraformModule | undefined
  /** The newest commit that changed the module or one that it calls. */
  readonly commit: string
  /** The tag at which it was read, if versions are. */
  readonly tag?: string | undefined
}

export interface ReadRepositoryOptions {
  readonly includeExamples: boolean
  /** True if a module's directory is read; all are if absent. */
  readonly takesPath?: ((path: string) => boolean) | undefined
  /** Modules that were read before, so that no unchanged file is read again. */
  readonly cache: ModuleCache
  /** Reads the others; in this process if absent, which is only for files that the user trusts. */
  readonly moduleReader?: ModuleReader | undefined
  readonly signal: AbortSignal
  readonly onModule: (path: string, done: number, total: number) => void
}

/** Finds and reads the modules of one repository, in path order. Throws InputError if there are too many. */
export async function readRepository(
  snapshot: RepositorySnapshot,
  { includeExamples, takesPath = () => true, ...rest }: ReadRepositoryOptions,
): Promise<readonly ReadModuleResult[]> {
  const { cache, signal, moduleReader = new InProcessModuleReader(), onModule } = rest
  const options = { snapshot, cache, signal, moduleReader, onModule, pace: createPace(signal) }
  const entries = await listModuleEntries(snapshot)
  await options.pace()
  const everywhere = discoverModules(entries, { scope: '.', includeExamples })
  await options.pace()
  const found =
    snapshot.scope === '.' ? everywhere : discoverModules(entries, { scope: snapshot.scope, includeExamples })
  const directories = found.filter(({ path }) => takesPath(path))
  const used = directories.filter(({ skipped }) => skipped === undefined)
  requireFewModules(used.length, snapshot)
  const modules = await readModules(used, options)
  const linkedDirectories = await readCalledModules(modules, everywhere, { ...options, entries })
  const own = used.flatMap(({ path }) => modules.get(path) ?? [])
  const pinned = await pinModules(own, { modules, directories: everywhere, linkedDirectories, ...options })
  const known = new Set([...everywhere.map(({ path }) => path), ...linkedDirectories.keys()])
  const submodules = listSubmodules(entries)
  const findModule = (path: string) => modules.get(linkedDirectories.get(path)?.path ?? path)
  return directories.map((directory) => {
    const pin = directory.skipped === undefined ? pinned.get(directory.path) : undefined
    const checked = pin && withCalls(pin.module, findModule)
    const module = checked && withMissingModules(checked, known, submodules)
    return { directory, module, commit: pin?.commit ?? snapshot.commit }
  })
}

/** Adds what the called modules mean for the module. */
function withCalls(
  module: TerraformModule,
  find: (path: string) => TerraformModule | undefined,
): TerraformModule {
  if (module.moduleCalls.length === 0) return module
  return { ...module, ...checkCalls(module, find) }
}

function withMissingModules(
  module: TerraformModule,
  known: ReadonlySet<string>,
  submodules: readonly string[],
): TerraformModule {
  const missing = findMissingModules(module, (path) => known.has(path), submodules)
  return missing.length === 0 ? module : { ...module, diagnostics: [...module.diagnostics, ...missing] }
}

function requireFewModules(count: number, { address }: RepositorySnapshot): void {
  if (count <= readingLimits.modules) return
  throw new InputError(
    `${address} has ${count} modules; the limit per repository is ${readingLimits.modules}.`,
    {
      hint: 'Select folders with `paths` in groundplan.yaml, or import its folders one at a time.',
    },
  )
}

/**
 * Adds what the modules call outside the scope or in directories that are left out: its changes are theirs. Returns which of it is
 * called through links, which are only read if a module calls a directory that is not there.
 */
async function readCalledModules(
  modules: Map<string, TerraformModule>,
  everywhere: readonly ModuleDirectory[],
  { entries, ...options }: ReadModulesOptions & { readonly entries: readonly ModuleEntry[] },
): Promise<LinkedDirectories> {
  const byPath = new Map(everywhere.map((directory) => [directory.path, directory]))
  const linked = new Map<string, LinkedDirectory>()
  let links: ReadonlyMap<string, string> | undefined
  const findLinked = async (path: string) => {
    links ??= await readLinks(options.snapshot, entries)
    const found = findLinkedDirectory(path, links)
    if (found === undefined || !byPath.has(found.path)) return undefined
    linked.set(path, found)
    return found
  }
  let fresh: Iterable<TerraformModule> = [...modules.values()]
  for (;;) {
    const missing = new Map<string, ModuleDirectory>()
    for (const module of fresh) {
      await options.pace()
      for (const { path } of calledDirectories(module, linked)) {
        const target = byPath.has(path) ? path : (await findLinked(path))?.path
        const directory = target === undefined || modules.has(target) ? undefined : byPath.get(target)
        if (directory !== undefined) missing.set(directory.path, directory)
      }
    }
    if (missing.size === 0) return linked
    const read = await readModules([...missing.values()], { ...options, onModule: () => {} })
    for (const [path, module] of read) modules.set(path, module)
    fresh = read.values()
  }
}
