export { LocalGitRepositoryReader } from './local-git-repository-reader.ts'
export type { LocalGitRepositoryReaderOptions } from './local-git-repository-reader.ts'
export { LocalGitReviewRepository } from './local-git-review-repository.ts'
export type { LocalGitReviewRepositoryOptions } from './local-git-review-repository.ts'
