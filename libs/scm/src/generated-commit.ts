import { appendTrailers } from './commit-rules.ts'
import { generator } from './generator.ts'
import type { CommitAuthor } from './review-repository.ts'

/** Name of the trailer by which Groundplan recognises the commits that it generated. */
export const treeTrailer = 'Groundplan-Tree'

/**
 * A message that says which tree was generated. Whoever changes the commit afterwards changes its tree, so a commit with another
 * tree is a person's, whatever its author and message say.
 */
export function markGenerated(message: string, tree: string): string {
  return appendTrailers(message, [`${treeTrailer}: ${tree}`])
}

export interface GeneratedEvidence {
  readonly author: CommitAuthor
  readonly committer: CommitAuthor
  readonly tree: string
  /** Values of the trailer in its message. */
  readonly markedTrees: readonly string[]
}

/**
 * True if Groundplan generated the commit: its message names its own tree. Earlier versions left no mark; their commits have
 * Groundplan's default identity as both author and committer.
 */
export function isGenerated({ author, committer, tree, markedTrees }: GeneratedEvidence): boolean {
  if (markedTrees.length > 0) return markedTrees.includes(tree)
  return [author, committer].every(({ name, email }) => name === generator.name && email === generator.email)
}
