import type { Diagnostic } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import { readModule, type TerraformModule } from '@groundplan/terraform-module'
import { discoverModules, type ModuleDirectory } from './discover-modules.ts'
import { selectModulePaths } from './module-closure.ts'

/** A module as read, with the commit that its blueprint pins. */
export interface ReadModuleResult {
  readonly directory: ModuleDirectory
  /** Absent if the directory is skipped. */
  readonly module: TerraformModule | undefined
  /** The newest commit that changed the module or one that it calls. */
  readonly commit: string
}

export interface ReadRepositoryOptions {
  readonly includeExamples: boolean
  readonly signal: AbortSignal
  readonly onModule: (path: string, done: number, total: number) => void
}

/** Largest configuration file that is read, in bytes. */
const maximumFileSize = 5_000_000

/** Finds and reads the modules of one repository, in path order. */
export async function readRepository(
  snapshot: RepositorySnapshot,
  { includeExamples, signal, onModule }: ReadRepositoryOptions,
): Promise<readonly ReadModuleResult[]> {
  const directories = discoverModules(await snapshot.listEntries(), {
    scope: snapshot.scope,
    includeExamples,
  })
  const used = directories.filter(({ skipped }) => skipped === undefined)
  const readable = used.flatMap(({ entries }) => entries.filter(({ size }) => size <= maximumFileSize))
  const blobs = await snapshot.readBlobs(readable.map(({ blobId }) => blobId))
  const modules = new Map<string, TerraformModule>()
  for (const [index, { path, entries }] of used.entries()) {
    signal.throwIfAborted()
    onModule(path, index, used.length)
    const files = entries.flatMap((entry) => {
      const bytes = blobs.get(entry.blobId)
      return bytes === undefined ? [] : [{ path: entry.path, bytes }]
    })
    const module = await readModule({ path, files })
    modules.set(path, { ...module, diagnostics: [...module.diagnostics, ...oversized(entries)] })
  }
  const paths = directories.map(({ path }) => path)
  return Promise.all(
    directories.map(async (directory) => {
      const module = modules.get(directory.path)
      const commit =
        module === undefined
          ? snapshot.commit
          : await snapshot.lastChange(selectModulePaths(module, modules, paths))
      return { directory, module, commit }
    }),
  )
}

function oversized(entries: ModuleDirectory['entries']): readonly Diagnostic[] {
  return entries
    .filter(({ size }) => size > maximumFileSize)
    .map(({ path, size }) => ({
      severity: 'error',
      rule: 'size',
      file: path,
      message: `The file has ${size} bytes; files over ${maximumFileSize} bytes are not read.`,
    }))
}
