import type { Diagnostic } from '@groundplan/errors'
import type { ReadContents, RepositorySnapshot, TreeEntry } from '@groundplan/scm'
import {
  isConfigurationFile,
  isUnreadable,
  moduleKey,
  unreadableModule,
  type ModuleCache,
  type ModuleReader,
  type ReadModuleOptions,
  type TerraformModule,
} from '@groundplan/terraform-module'
import type { ModuleDirectory } from './discover-modules.ts'
import { describeLfsPointer, isLfsPointer } from './git-lfs.ts'
import { readingLimits } from './limits.ts'
import { mapConcurrently } from './map-concurrently.ts'
import type { Pace } from './pace.ts'

export interface ReadModulesOptions {
  readonly snapshot: RepositorySnapshot
  readonly cache: ModuleCache
  readonly moduleReader: ModuleReader
  readonly signal: AbortSignal
  readonly pace: Pace
  readonly onModule: (path: string, done: number, total: number) => void
}

/** How many modules' files are held in memory at a time. */
const groupSize = 500
/** What is given to the reader at a time: so many modules, and about so many bytes. */
const batchLimits = { modules: 32, bytes: 1_000_000 }
/** How many batches are with the reader at a time. */
const concurrency = 4
/** Each module that cannot be read may have taken a deadline to find out, so after so many the rest is not tried. */
const maximumUnreadable = 10

/** Reads the modules in these directories, by path; those that were read before come from the cache. */
export async function readModules(
  directories: readonly ModuleDirectory[],
  options: ReadModulesOptions,
): Promise<Map<string, TerraformModule>> {
  const { cache, pace } = options
  const modules = new Map<string, TerraformModule>()
  const unread: ModuleDirectory[] = []
  for (const directory of directories) {
    await pace()
    const known = cache.find(moduleKey(directory.path, directory.entries))
    if (known === undefined) unread.push(directory)
    else modules.set(directory.path, known)
  }
  const progress = { begun: modules.size, total: directories.length, unreadable: 0 }
  for (let start = 0; start < unread.length; start += groupSize) {
    const group = unread.slice(start, start + groupSize)
    for (const module of await readGroup(group, progress, options)) modules.set(module.path, module)
  }
  return modules
}

interface Progress {
  begun: number
  readonly total: number
  unreadable: number
}

async function readGroup(
  directories: readonly ModuleDirectory[],
  progress: Progress,
  { snapshot, cache, moduleReader, signal, pace, onModule }: ReadModulesOptions,
): Promise<readonly TerraformModule[]> {
  const blobs = await snapshot.readBlobs(
    directories.flatMap(({ entries }) => entries.map(({ blobId }) => blobId)),
  )
  const prepared = directories.map((directory) => prepare(directory, blobs))
  const read = await mapConcurrently(splitBatches(prepared), concurrency, async (batch) => {
    await pace()
    for (const { directory } of batch) {
      onModule(directory.path, progress.begun, progress.total)
      progress.begun += 1
    }
    const modules =
      progress.unreadable > maximumUnreadable
        ? await Promise.all(batch.map(({ directory }) => unreadableModule(directory.path, givenUp)))
        : await moduleReader.read(
            batch.map(({ options }) => options),
            signal,
          )
    return modules.map((module, index) => {
      const { directory, findings } = batch[index] as PreparedModule
      const whole =
        findings.length === 0 ? module : { ...module, diagnostics: [...module.diagnostics, ...findings] }
      if (isUnreadable(module)) progress.unreadable += 1
      else cache.save(moduleKey(directory.path, directory.entries), whole)
      return whole
    })
  })
  return read.flat()
}

const givenUp = `More than ${maximumUnreadable} modules of this repository could not be read, so this one was skipped. Fix or exclude the others, then import again.`

interface PreparedModule {
  readonly directory: ModuleDirectory
  readonly options: ReadModuleOptions
  readonly bytes: number
  /** About files that are not given to the reader. */
  readonly findings: readonly Diagnostic[]
}

function prepare(directory: ModuleDirectory, blobs: ReadContents<Uint8Array>): PreparedModule {
  const { path, entries } = directory
  const { fileBytes, moduleBytes } = readingLimits
  const files = entries.flatMap((entry) => {
    if (entry.kind !== 'file') return []
    const bytes = blobs.get(entry.blobId)
    const isReadable = bytes !== undefined && bytes.length <= fileBytes && !isLfsPointer(bytes)
    return isReadable ? [{ path: entry.path, bytes }] : []
  })
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  const findings = entries.flatMap((entry) => {
    if (entry.kind !== 'file') return leadsNowhere(entry, blobs)
    const content = blobs.get(entry.blobId)
    if (content !== undefined && isLfsPointer(content)) return describeLfsPointer(entry.path)
    const size = content?.length
    if (!isConfigurationFile(entry.path) || (size !== undefined && size <= fileBytes)) return []
    if (size === undefined && blobs.unread?.get(entry.blobId) === 'missing') return missingObject(entry)
    const found = size === undefined ? 'is too large to read' : `has ${size} bytes`
    return tooLarge(entry.path, `The file ${found}; the limit is ${fileBytes} bytes.`)
  })
  if (bytes <= moduleBytes) return { directory, options: { path, files }, bytes, findings }
  const message = `The files of this module have ${bytes} bytes in total; the limit is ${moduleBytes}. Split it into smaller modules.`
  return {
    directory,
    options: { path, files: [] },
    bytes: 0,
    findings: [...findings, ...tooLarge(path, message)],
  }
}

/** Links of READMEs are nobody's problem. */
function leadsNowhere({ path, blobId }: TreeEntry, blobs: ReadContents<Uint8Array>): readonly Diagnostic[] {
  if (!isConfigurationFile(path)) return []
  const target = new TextDecoder().decode(blobs.get(blobId)?.subarray(0, 200))
  const message = `The symbolic link ${path} points to "${target}", which is no file of this repository, so it was not read.`
  const hint = 'Variables that it declares are missing. Commit the file instead of the link.'
  return [{ severity: 'warning', rule: 'link', file: path, message, hint }]
}

function missingObject({ path, blobId }: TreeEntry): readonly Diagnostic[] {
  const message = `The object ${blobId} of file ${path} is missing from the repository, which is damaged or a partial clone.`
  const hint = 'Import it from its host, or fetch missing objects with `git fetch --refetch`.'
  return [{ severity: 'error', rule: 'missing', file: path, message, hint }]
}

function tooLarge(file: string, message: string): readonly Diagnostic[] {
  return [{ severity: 'error', rule: 'size', file, message }]
}

function splitBatches(modules: readonly PreparedModule[]): readonly (readonly PreparedModule[])[] {
  const batches: PreparedModule[][] = []
  let bytes = Infinity
  for (const module of modules) {
    const last = batches.at(-1)
    bytes += module.bytes
    if (last !== undefined && last.length < batchLimits.modules && bytes <= batchLimits.bytes) {
      last.push(module)
      continue
    }
    batches.push([module])
    bytes = module.bytes
  }
  return batches
}
