import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { ConflictError, ExternalServiceError } from '@groundplan/errors'
import { runGit } from './run-git.ts'
import type { SampleHistory } from './sample-history.ts'

/**
 * The head of a sample repository that is already in `directory` (a bare one), or undefined if there is none.
 * Commits on top of the recorded head are fine; throws ConflictError if the head is not among its history.
 */
export async function findRepositoryHead(
  history: SampleHistory,
  directory: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!(await isRepository(directory))) return undefined
  const gitDirectory = `--git-dir=${directory}`
  try {
    await runGit([gitDirectory, 'merge-base', '--is-ancestor', history.head, 'main'], { signal })
  } catch (error) {
    if (!(error instanceof ExternalServiceError) || error.status === undefined) throw error
    throw new ConflictError(
      `${directory} is not the sample repository ${history.name}, or an older version of it.`,
      {
        hint: 'Move or delete it, then try again.',
        cause: error,
      },
    )
  }
  return runGit([gitDirectory, 'rev-parse', 'main'], { signal })
}

async function isRepository(directory: string): Promise<boolean> {
  return access(join(directory, 'HEAD')).then(
    () => true,
    () => false,
  )
}
