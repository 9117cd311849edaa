/** Paths of the parts of a repository for git. */
export interface RepositoryLayout {
  /** Holds HEAD. */
  readonly gitDirectory: string
  /** Holds configuration and refs, if that is not the git directory. */
  readonly commonDirectory?: string | undefined
  readonly objectDirectory?: string | undefined
}
