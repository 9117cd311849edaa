/** One entry of a git tree. */
export interface TreeEntry {
  /** Relative to the repository's root, with `/`. */
  readonly path: string
  readonly kind: 'file' | 'symlink' | 'submodule'
  /** Object id of the content (for a submodule: of its commit). */
  readonly blobId: string
}

/** A path at which two commits differ. */
export interface TreeChange {
  readonly path: string
  /** What the later commit has there; `undefined` if nothing. */
  readonly entry: TreeEntry | undefined
}
