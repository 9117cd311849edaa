import type { Diagnostic } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import {
  isConfigurationFile,
  moduleKey,
  readModule,
  resolveLocalSource,
  type ModuleCache,
  type TerraformModule,
} from '@groundplan/terraform-module'
import { discoverModules, type ModuleDirectory } from './discover-modules.ts'
import { selectModulePaths } from './module-closure.ts'

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
  readonly signal: AbortSignal
  readonly onModule: (path: string, done: number, total: number) => void
}

/** Largest configuration file that is read, in bytes. */
const maximumFileSize = 5_000_000

/** Finds and reads the modules of one repository, in path order. */
export async function readRepository(
  snapshot: RepositorySnapshot,
  { includeExamples, takesPath = () => true, cache, signal, onModule }: ReadRepositoryOptions,
): Promise<readonly ReadModuleResult[]> {
  const entries = await snapshot.listEntries()
  const found = discoverModules(entries, { scope: snapshot.scope, includeExamples })
  const directories = found.filter(({ path }) => takesPath(path))
  const everywhere = discoverModules(entries, { scope: '.', includeExamples })
  const used = directories.filter(({ skipped }) => skipped === undefined)
  const modules = await readModules(used, snapshot, { cache, signal, onModule })
  await readCalledModules(modules, everywhere, snapshot, { cache, signal })
  const paths = everywhere.map(({ path }) => path)
  return Promise.all(
    directories.map(async (directory) => {
      const module = directory.skipped === undefined ? modules.get(directory.path) : undefined
      const commit =
        module === undefined
          ? snapshot.commit
          : await snapshot.lastChange(selectModulePaths(module, modules, paths))
      return { directory, module, commit }
    }),
  )
}

/** Adds what the modules call outside the scope or in directories that are left out: its changes are theirs. */
async function readCalledModules(
  modules: Map<string, TerraformModule>,
  everywhere: readonly ModuleDirectory[],
  snapshot: RepositorySnapshot,
  options: Pick<ReadRepositoryOptions, 'cache' | 'signal'>,
): Promise<void> {
  const byPath = new Map(everywhere.map((directory) => [directory.path, directory]))
  let fresh: Iterable<TerraformModule> = [...modules.values()]
  for (;;) {
    const targets = [...fresh].flatMap(({ path, moduleCalls }) =>
      moduleCalls.flatMap(({ source }) => resolveLocalSource(path, source) ?? []),
    )
    const missing = [...new Set(targets)].flatMap((path) =>
      modules.has(path) ? [] : (byPath.get(path) ?? []),
    )
    if (missing.length === 0) return
    const read = await readModules(missing, snapshot, { ...options, onModule: () => {} })
    for (const [path, module] of read) modules.set(path, module)
    fresh = read.values()
  }
}

async function readModules(
  directories: readonly ModuleDirectory[],
  snapshot: RepositorySnapshot,
  { cache, signal, onModule }: Pick<ReadRepositoryOptions, 'cache' | 'signal' | 'onModule'>,
): Promise<Map<string, TerraformModule>> {
  const found = directories.map(({ path, entries }) => cache.find(moduleKey(path, entries)))
  const readable = directories.flatMap(({ entries }, index) => (found[index] === undefined ? entries : []))
  const blobs = await snapshot.readBlobs(readable.map(({ blobId }) => blobId))
  const modules = new Map<string, TerraformModule>()
  for (const [index, directory] of directories.entries()) {
    signal.throwIfAborted()
    onModule(directory.path, index, directories.length)
    const module = found[index] ?? (await readDirectory(directory, blobs))
    cache.save(moduleKey(directory.path, directory.entries), module)
    modules.set(directory.path, module)
  }
  return modules
}

async function readDirectory(
  { path, entries }: ModuleDirectory,
  blobs: ReadonlyMap<string, Uint8Array>,
): Promise<TerraformModule> {
  const files = entries.flatMap((entry) => {
    const bytes = blobs.get(entry.blobId)
    return bytes === undefined || bytes.length > maximumFileSize ? [] : [{ path: entry.path, bytes }]
  })
  const module = await readModule({ path, files })
  return { ...module, diagnostics: [...module.diagnostics, ...oversized(entries, blobs)] }
}

function oversized(
  entries: ModuleDirectory['entries'],
  blobs: ReadonlyMap<string, Uint8Array>,
): readonly Diagnostic[] {
  return entries.flatMap(({ path, blobId }) => {
    const size = blobs.get(blobId)?.length
    if (!isConfigurationFile(path) || (size !== undefined && size <= maximumFileSize)) return []
    const found = size === undefined ? 'is too large to be read at all' : `has ${size} bytes`
    return {
      severity: 'error',
      rule: 'size',
      file: path,
      message: `The file ${found}; files over ${maximumFileSize} bytes are not read.`,
    } satisfies Diagnostic
  })
}
