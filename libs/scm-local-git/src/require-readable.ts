import { NotFoundError } from '@groundplan/errors'
import type { Git } from './git.ts'
import { damagedRepository } from './translate-git-error.ts'

/** Throws a damage if git does not take the directory for a repository, or cannot read its branches. */
export async function requireReadable(git: Git, shown: string): Promise<void> {
  try {
    await git.run('for-each-ref', '--count=1')
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    throw damagedRepository(shown, error)
  }
}
