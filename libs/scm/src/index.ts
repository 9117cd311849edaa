export { carriesCredentials } from './carries-credentials.ts'
export type {
  OpenRepositoryOptions,
  PathSelection,
  RepositoryLocation,
  RepositoryReader,
  RepositorySnapshot,
} from './repository-reader.ts'
export type {
  BranchCommit,
  BranchLine,
  BranchMerge,
  CommitAuthor,
  FileHistory,
  NewCommit,
  RepositoryHead,
  ReviewRepository,
} from './review-repository.ts'
export type { TreeEntry } from './tree-entry.ts'
