import type { CommitAuthor } from '@groundplan/scm'

/** Who generates. Commits by anybody else are people's. */
export const generator: CommitAuthor = { name: 'Groundplan', email: 'groundplan@localhost' }
