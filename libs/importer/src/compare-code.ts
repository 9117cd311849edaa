import type { CodeComparisons } from '@groundplan/blueprint'
import { errorMessage } from '@groundplan/errors'
import type { ComparedCode, ProposalSource } from '@groundplan/proposal'
import type { RepositorySnapshot } from '@groundplan/scm'
import {
  isConfigurationFile,
  notCompared,
  resolveLocalSource,
  type ModuleReader,
  type ReadModuleOptions,
  type SourceFile,
} from '@groundplan/terraform-module'
import { discoverModules, type ModuleDirectory } from './discover-modules.ts'
import { listModuleEntries } from './follow-links.ts'
import type { MovedModule } from './naming/find-moved.ts'
import type { ReadModuleResult } from './read-repository.ts'
import { readingLimits } from './limits.ts'

type Revision = Pick<ProposalSource, 'path' | 'commit'>

export interface CompareCodeOptions {
  readonly snapshot: RepositorySnapshot
  readonly moduleReader: ModuleReader
  /** What is known already; nothing if absent. */
  readonly comparisons?: CodeComparisons | undefined
  readonly signal: AbortSignal
}

export interface ComparedModules {
  readonly modules: readonly ReadModuleResult[]
  /** The modules of published blueprints. */
  readonly published: readonly ProposalSource[]
  readonly moved: readonly MovedModule[]
}

/**
 * Compares modules with the revisions that published blueprints pin, by path; those at the same commit are left out. What is in the
 * repository makes it never reject.
 */
export async function compareCode(
  { modules, published, moved }: ComparedModules,
  options: CompareCodeOptions,
): Promise<ReadonlyMap<string, ComparedCode>> {
  const own = published.filter(({ store }) => store === options.snapshot.name)
  const byPath = new Map(own.map((source) => [source.path, source]))
  const origins = new Map(moved.map(({ from, to }) => [to, from]))
  const comparer = new CodeComparer(options)
  const found = new Map<string, ComparedCode>()
  for (const { directory, module, commit } of modules) {
    const { path } = directory
    const before = byPath.get(origins.get(path) ?? path)
    if (module === undefined || before === undefined || before.commit === commit) continue
    found.set(path, await comparer.compare(before, { path, commit }))
  }
  return found
}

/** Most modules that are read for one version. */
const maximumModules = 50

/** Reads the tree of each commit once. */
class CodeComparer {
  readonly #options: CompareCodeOptions
  readonly #directories = new Map<string, Promise<ReadonlyMap<string, ModuleDirectory>>>()

  constructor(options: CompareCodeOptions) {
    this.#options = options
  }

  async compare(before: Revision, after: Revision): Promise<ComparedCode> {
    const { snapshot, moduleReader, comparisons, signal } = this.#options
    const step = { path: after.path, from: before.commit, to: after.commit }
    const known = await comparisons?.findCodeChanges(step)
    if (known !== undefined) return { status: 'known', step, changes: known }
    const lasting = (reason: string) => ({ status: 'made', step, changes: [notCompared(reason)] }) as const
    if (!(await snapshot.hasCommit(before.commit)))
      return lasting('The published revision is no longer in the repository.')
    const [old, now] = [await this.#read(before), await this.#read(after)]
    if (old === undefined || now === undefined)
      return lasting('The files of a revision are missing or too large.')
    try {
      const changes = await moduleReader.compare({ before: old, after: now }, signal)
      return { status: 'made', step, changes }
    } catch (error) {
      signal.throwIfAborted()
      const reason = `${errorMessage(error)} The next import tries again.`
      return { status: 'failed', step, changes: [notCompared(reason)] }
    }
  }

  /** The module's files, then those of the modules of the repository that it calls; undefined if they are too many or cannot be read. */
  async #read({ path, commit }: Revision): Promise<readonly ReadModuleOptions[] | undefined> {
    const { moduleReader, signal } = this.#options
    const directories = await this.#list(commit)
    const read = new Map<string, ReadModuleOptions>()
    let bytes = 0
    const waiting = [path]
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const directory = directories.get(next)
      if (directory === undefined || read.has(next)) continue
      const options = await this.#readFiles(directory, commit)
      if (options === undefined) return undefined
      bytes += options.files.reduce((sum, file) => sum + file.bytes.length, 0)
      if (bytes > readingLimits.moduleBytes || read.size === maximumModules) return undefined
      read.set(next, options)
      const [module] = await moduleReader.read([options], signal)
      for (const { source } of module?.moduleCalls ?? []) {
        const target = resolveLocalSource(next, source)
        if (target !== undefined) waiting.push(target)
      }
    }
    return read.size === 0 ? undefined : [...read.values()]
  }

  /** Undefined if a part of the module cannot be read: what is not seen may have changed. */
  async #readFiles(
    { path, entries }: ModuleDirectory,
    commit: string,
  ): Promise<ReadModuleOptions | undefined> {
    const blobs = await this.#at(commit).readBlobs(entries.map(({ blobId }) => blobId))
    const files: SourceFile[] = []
    for (const entry of entries) {
      const bytes = entry.kind === 'file' ? blobs.get(entry.blobId) : undefined
      if (bytes !== undefined) files.push({ path: entry.path, bytes })
      else if (isConfigurationFile(entry.path)) return undefined
    }
    return { path, files }
  }

  #list(commit: string): Promise<ReadonlyMap<string, ModuleDirectory>> {
    const known = this.#directories.get(commit)
    if (known !== undefined) return known
    const listed = listModuleEntries(this.#at(commit)).then((entries) => {
      const found = discoverModules(entries, { scope: '.', includeExamples: true })
      return new Map(found.map((directory) => [directory.path, directory]))
    })
    this.#directories.set(commit, listed)
    return listed
  }

  #at(commit: string): RepositorySnapshot {
    return this.#options.snapshot.at({ ref: commit, commit })
  }
}
