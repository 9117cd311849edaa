const second = 1000
const minute = 60 * second

/** What an import, and all of them together, may take. Times are in milliseconds. */
export interface ImportLimits {
  /** Imports that read at a time; those that have read wait for their turn to propose. */
  readonly running: number
  /** Imports that wait; more are refused. */
  readonly waiting: number
  /** Who may watch one import at a time; more are refused. */
  readonly watchers: number
  /** Opening and reading one repository; then it has failed, and the import goes on without it. */
  readonly repository: number
  /** Reading all repositories; those that are left have failed, and the import goes on without them. */
  readonly reading: number
  /** The whole import; then it has failed, and what it proposed by then stays. */
  readonly import: number
  /** How long work may go on that was told to stop, before the import is over all the same. */
  readonly grace: number
  /** Between two signs of life of the server. */
  readonly heartbeat: number
  /** Between two looks at a run of another server. */
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
  heartbeat: 5 * second,
  watch: second,
}
