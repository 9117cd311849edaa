import type { ModuleProblem } from '../import-report.ts'

/**
 * What is remembered of a scanned repository, so that the next import need not look into it again while nothing has changed.
 */
export interface ScannedRepository {
  /** The host's name in the configuration. */
  readonly host: string
  /** The host's identifier of the repository. */
  readonly id: string
  /** The branch that was read. */
  readonly ref: string
  /** The host's sign that nothing was pushed since; see HostedRepository. */
  readonly changeToken?: string | undefined
  /** Empty where there was none to read: an empty repository, or one without the selected branches. */
  readonly commit: string
  /** Fingerprint of everything else on which the outcome depends. */
  readonly settingsId: string
  /** True if nothing was left to be done for any of its modules. */
  readonly settled: boolean
  /** The repository's short name. */
  readonly store: string
  /** Modules found, without those left out on purpose. */
  readonly modules: number
  /** Modules that cannot be read, with the reason; of a repository without a commit, the reason why it was left out. */
  readonly problems: readonly ModuleProblem[]
  readonly scannedAt: Date
}

/** Port: keeps what is remembered of scanned repositories. */
export interface ScanStore {
  /** All of one host. */
  list(host: string): Promise<readonly ScannedRepository[]>
  /** Keeps it in place of what was known of the same host, id and ref. */
  save(scanned: ScannedRepository): Promise<void>
}
