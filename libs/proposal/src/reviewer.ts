import type { CommitAuthor } from '@groundplan/scm'

/** A person who decides in Groundplan, as the author of a commit. */
export function reviewer(name: string): CommitAuthor {
  return { name, email: `${name.replace(/[^\w.-]+/g, '.')}@localhost` }
}
