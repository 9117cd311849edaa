import type { CommitAuthor } from './review-repository.ts'

/** Groundplan itself, as the author of what it generates. Commit rules may put another identity in its place. */
export const generator: CommitAuthor = { name: 'Groundplan', email: 'groundplan@localhost' }
