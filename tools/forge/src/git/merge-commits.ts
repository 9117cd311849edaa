import { ExternalServiceError } from '@groundplan/errors'
import type { GitPerson } from './git-person.ts'
import { remember } from './remember.ts'
import { runGit, tryGit } from './run-git.ts'

export interface MergeOptions {
  readonly base: string
  readonly head: string
  readonly message: string
  readonly author: GitPerson
  readonly date: Date
  /** One commit with everything instead of a merge commit. */
  readonly squash: boolean
}

/** The tree that comes of merging two commits, or `undefined` if git finds conflicts. */
export const mergeTree = remember(async (directory, base = '', head = ''): Promise<string | undefined> => {
  const result = await tryGit(directory, ['merge-tree', '--write-tree', '--no-messages', base, head])
  if (result.exitCode > 1)
    throw new ExternalServiceError(`git merge-tree failed: ${result.stderr.trim()}`, { service: 'git' })
  return result.exitCode === 0 ? result.stdout.toString('utf8').trim() : undefined
})

/** Makes the commit of a merge, which no branch has yet; `undefined` if git finds conflicts. */
export async function mergeCommits(directory: string, options: MergeOptions): Promise<string | undefined> {
  const { base, head, author, date, squash } = options
  const tree = await mergeTree(directory, base, head)
  if (tree === undefined) return undefined
  const parents = squash ? ['-p', base] : ['-p', base, '-p', head]
  const stamp = `${Math.floor(date.getTime() / 1000)} +0000`
  const env = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: stamp,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: stamp,
  }
  return runGit(directory, ['commit-tree', tree, ...parents], { env, input: `${options.message}\n` })
}
