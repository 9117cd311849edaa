import { randomUUID } from 'node:crypto'
import type { ChangeSet } from '@groundplan/change-set'
import type { CommitAuthor, FindCommitRules } from '@groundplan/scm'
import { writeUnreferencedCommits } from './fast-import.ts'
import type { Git } from './git.ts'
import { writeRuledCommits } from './write-ruled-commits.ts'

export interface FirstCommitPlace {
  readonly git: Git
  /** The bare repository that `git` works in. */
  readonly directory: string
  readonly findRules: FindCommitRules | undefined
}

/**
 * Writes the first commit of a new blueprint repository. Its message contains a unique ID, because the first commit identifies the
 * repository. Returns the commit's ID.
 */
export async function writeFirstCommit(
  changes: ChangeSet,
  author: CommitAuthor,
  { git, directory, findRules }: FirstCommitPlace,
): Promise<string> {
  const message = `Create the blueprint repository\n\nRepository-Id: ${randomUUID()}\n`
  const commit = { parent: undefined, changes, message, author, date: new Date() }
  const rules = await findRules?.(undefined)
  const [id = ''] =
    rules === undefined
      ? await writeUnreferencedCommits(git, [commit])
      : await writeRuledCommits([{ ...commit, about: { kind: 'repository' } }], { git, directory, rules })
  return id
}
