import { CancelledError, InputError, NotFoundError } from '@groundplan/errors'
import type { Git } from './git.ts'
import { damagedRepository } from './translate-git-error.ts'

/** A commit and its display name. */
export interface Revision {
  readonly ref: string
  readonly commit: string
}

/**
 * Resolves a branch, tag or commit ID, in this order. Defaults to the repository's default branch. Throws InputError if the
 * repository is empty, NotFoundError if the ref does not exist.
 */
export function resolveRevision(git: Git, shown: string, ref: string | undefined): Promise<Revision> {
  return ref === undefined || ref.trim() === '' ? resolveHead(git, shown) : resolveRef(git, shown, ref.trim())
}

async function resolveHead(git: Git, shown: string): Promise<Revision> {
  const branch = await git.ask('symbolic-ref', '--quiet', '--short', 'HEAD')
  const commit = await git.ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
  if (commit !== undefined) return { ref: branch ?? commit.slice(0, 10), commit }
  const branches = await listBranches(git)
  if (branches.length === 0) {
    throw emptyRepository(shown)
  }
  if (branch !== undefined && branches.includes(branch)) throw damagedRepository(shown)
  throw new InputError(`The default branch "${branch}" of ${shown} does not exist.`, {
    hint: `Specify a branch: ${branches.slice(0, 10).join(', ')}.`,
  })
}

async function resolveRef(git: Git, shown: string, ref: string): Promise<Revision> {
  for (const candidate of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]) {
    if (candidate.startsWith('-')) continue
    const commit = await findCommit(git, candidate)
    if (commit !== undefined) return { ref, commit }
  }
  const branches = await listBranches(git)
  if (branches.length === 0) throw emptyRepository(shown)
  throw new NotFoundError(`The repository ${shown} has no branch, tag or commit "${ref}".`, {
    hint: `Its branches are ${branches.slice(0, 10).join(', ')}.`,
  })
}

function emptyRepository(shown: string): InputError {
  return new InputError(`The repository ${shown} is empty.`, {
    hint: 'Add a commit, then import it again.',
    details: { empty: true },
  })
}

/** An invalid name does not exist either. */
async function findCommit(git: Git, name: string): Promise<string | undefined> {
  try {
    const printed = await git.ask('rev-parse', '--verify', '--quiet', `${name}^{commit}`)
    return printed !== undefined && /^[0-9a-f]+$/.test(printed) ? printed : undefined
  } catch (error) {
    if (error instanceof CancelledError) throw error
    return undefined
  }
}

async function listBranches(git: Git): Promise<readonly string[]> {
  const printed = await git.run('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads')
  return printed.split('\n').filter((line) => line !== '')
}
