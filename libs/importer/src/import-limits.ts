import type { MissingGrace } from './registry/track-missing.ts'

const second = 1000
const minute = 60 * second

/** Limits for each import and for all imports together. Times are in milliseconds. */
export interface ImportLimits {
  /** Imports that one worker runs at a time. */
  readonly running: number
  /** Imports that wait, for all workers together; more are refused. */
  readonly waiting: number
  /** Maximum number of watchers per import and server. */
  readonly watchers: number
  /** Time to open and read one repository. After that it counts as failed, and the import continues. */
  readonly repository: number
  /** Time to read all repositories. After that the remaining ones count as failed, and the import continues. */
  readonly reading: number
  /** Time for the whole import. After that it fails; its proposals so far remain open. */
  readonly import: number
  /** Grace period for cancelled work before the import ends anyway. */
  readonly grace: number
  /** Between two times that a worker records how far it is, and learns whether to stop. */
  readonly progress: number
  /** How long a repository has to be missing before its pull requests are closed. */
  readonly missing: MissingGrace
  /** Between two looks at an import that somebody watches. */
  readonly watch: number
}

export const defaultImportLimits: ImportLimits = {
  running: 4,
  waiting: 50,
  watchers: 100,
  repository: 15 * minute,
  reading: 60 * minute,
  import: 120 * minute,
  grace: second,
  progress: 500,
  missing: { listings: 2, milliseconds: 24 * 60 * minute },
  watch: 300,
}
