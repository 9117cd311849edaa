import { randomUUID } from 'node:crypto'
import type { ChangeSet } from '@groundplan/change-set'
import type { CommitAuthor } from '@groundplan/scm'

/**
 * The first commit of a new blueprint repository. Its message has an id of its own: by its first commit a repository is told from
 * one that was created in the same second.
 */
export function firstCommit(changes: ChangeSet, author: CommitAuthor) {
  const message = `Create the blueprint repository\n\nRepository-Id: ${randomUUID()}\n`
  return { parent: undefined, changes, message, author, date: new Date() }
}
