const second = 1000
const minute = 60 * second

/** What an import, and all of them together, may take. Times are in milliseconds. */
export interface ImportLimits {
  /** Imports that one worker runs at a time. */
  readonly running: number
  /** Imports that wait, for all workers together; more are refused. */
  readonly waiting: number
  /** Who may watch one import at a server at a time; more are refused. */
  readonly watchers: number
  /** Opening and reading one repository; then it has failed, and the import goes on without it. */
  readonly repository: number
  /** Reading all repositories; those that are left have failed, and the import goes on without them. */
  readonly reading: number
  /** The whole import; then it has failed, and what it proposed by then stays. */
  readonly import: number
  /** How long work may go on that was told to stop, before the import is over all the same. */
  readonly grace: number
  /** Between two times that a worker records how far it is, and learns whether to stop. */
  readonly progress: number
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
  watch: 300,
}
