/**
 * How much of a foreign repository is taken. Real ones stay far below; what goes over becomes a finding about the module, the file
 * or the repository, and the rest is imported. See docs/security.md.
 */
export const readingLimits = {
  /** Modules of one repository that are read. */
  modules: 20_000,
  /** Configuration files of one module. */
  files: 1_000,
  /** Size of one configuration file or README, in bytes. */
  fileBytes: 5_000_000,
  /** Size of all files of one module, in bytes. */
  moduleBytes: 20_000_000,
  /** Length of a module's path, in characters. */
  pathLength: 1_000,
  /** Directories in a module's path. */
  pathDepth: 64,
  /** Size of an overlay, template or CODEOWNERS file, in bytes. */
  settingsBytes: 3_000_000,
  /**
   * Paths in the selections by which the modules of one repository are pinned, all together: their own directories, those of the
   * modules that they call, and those that are left out.
   */
  pinnedPaths: 5_000_000,
} as const
