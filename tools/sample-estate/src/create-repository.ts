import { appendFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConflictError } from '@groundplan/errors'
import { printFastImport } from './print-fast-import.ts'
import { readContent } from './read-content.ts'
import { runGit } from './run-git.ts'
import type { SampleHistory } from './sample-history.ts'

/** What hosts allow: clones without blobs, and fetching them later by id. */
const serverConfig = '[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n'

export interface CreateRepositoryOptions {
  readonly directory: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes `<directory>/<name>.git` from a history: complete or not at all.
 * Throws ConflictError if the commits are not those that the history records.
 */
export async function createRepository(
  history: SampleHistory,
  options: CreateRepositoryOptions,
): Promise<void> {
  const { directory, signal } = options
  const building = await mkdtemp(join(directory, `.${history.name}-`))
  try {
    const stream = printFastImport(history, await readContent(history.name))
    await runGit(
      ['init', '--quiet', '--bare', '--template=', '--object-format=sha1', '--initial-branch=main', building],
      { signal },
    )
    await appendFile(join(building, 'config'), serverConfig)
    await runGit([`--git-dir=${building}`, 'fast-import', '--quiet', '--done'], { input: stream, signal })
    requireRecordedHead(history, await runGit([`--git-dir=${building}`, 'rev-parse', 'main'], { signal }))
    await rename(building, join(directory, `${history.name}.git`))
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

function requireRecordedHead(history: SampleHistory, head: string): void {
  if (head === history.head) return
  throw new ConflictError(
    `The sample repository ${history.name} came out as ${head}, not as ${history.head}.`,
    {
      hint: `If its content was changed on purpose, record the new head in src/${history.name}-history.ts.`,
    },
  )
}
