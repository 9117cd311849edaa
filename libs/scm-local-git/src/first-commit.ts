import { randomUUID } from 'node:crypto'
import type { ChangeSet } from '@groundplan/change-set'
import type { CommitAuthor } from '@groundplan/scm'

/**
 * The first commit of a new blueprint repository. Its message contains a unique ID, because the first commit identifies the
 * repository.
 */
export function firstCommit(changes: ChangeSet, author: CommitAuthor) {
  const message = `Create the blueprint repository\n\nRepository-Id: ${randomUUID()}\n`
  return { parent: undefined, changes, message, author, date: new Date() }
}
