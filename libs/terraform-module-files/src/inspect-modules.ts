import { availableParallelism } from 'node:os'
import { BatchReader } from './batch-reader.ts'
import { inspectDirectory, type InspectedModule } from './inspect-directory.ts'

export interface InspectModulesOptions {
  /** Number of threads. Defaults to the number of processors, or one for few directories. */
  readonly threads?: number | undefined
  /** False to skip the JSON lines. */
  readonly lines?: boolean | undefined
}

/** Directories per batch. */
const batchSize = 32
/** Maximum number of batches read ahead, per thread. */
const readAhead = 4
/** Below this many directories a second thread takes longer to start than it saves. */
const directoriesPerThread = 150

/** Inspects modules on several threads and yields them in the order of the directories, as soon as all earlier ones are done. */
export async function* inspectModules(
  directories: readonly string[],
  { threads = availableParallelism(), lines = true }: InspectModulesOptions = {},
): AsyncGenerator<InspectedModule, void> {
  const batches = splitBatches(directories)
  const count = Math.min(threads, Math.ceil(directories.length / directoriesPerThread))
  if (count <= 1) {
    for (const directory of directories) yield await inspectDirectory(directory, lines)
    return
  }
  const readers = Array.from({ length: count }, () => new BatchReader({ lines }))
  try {
    const pending: Promise<readonly InspectedModule[]>[] = []
    for (const [index, batch] of batches.entries()) {
      pending.push((readers[index % count] as BatchReader).read(batch))
      if (pending.length >= count * readAhead) yield* (await pending.shift()) ?? []
    }
    for (const batch of pending) yield* await batch
  } finally {
    await Promise.all(readers.map((reader) => reader.close()))
  }
}

function splitBatches(directories: readonly string[]): readonly (readonly string[])[] {
  const batches: (readonly string[])[] = []
  for (let start = 0; start < directories.length; start += batchSize)
    batches.push(directories.slice(start, start + batchSize))
  return batches
}
