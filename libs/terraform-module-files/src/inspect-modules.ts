import { availableParallelism } from 'node:os'
import { BatchReader } from './batch-reader.ts'
import { inspectDirectory, type InspectedModule } from './inspect-directory.ts'

export interface InspectModulesOptions {
  /** How many threads read; as many as there are processors, if absent, and one for few directories. */
  readonly threads?: number | undefined
  /** False if the lines of JSON are not needed. */
  readonly lines?: boolean | undefined
}

/** Directories that one thread takes at a time. */
const batchSize = 32
/** How many batches may be read ahead of the one that is waited for, per thread. */
const readAhead = 4
/** Below this many directories a second thread takes longer to start than it saves. */
const directoriesPerThread = 150

/** Inspects modules on several threads and gives them in the order of the directories, each as soon as those before it are there. */
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
