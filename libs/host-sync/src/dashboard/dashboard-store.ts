/** What was last written to the dashboard of the blueprint repository. */
export interface WrittenDashboard {
  /** Changes with its text and with where it is kept. */
  readonly fingerprint: string
  readonly at: Date
}

/** Port: remembers what the dashboard says, so that the host need not be asked while nothing changes. */
export interface DashboardStore {
  find(): Promise<WrittenDashboard | undefined>
  /** Keeps it in place of what was known. */
  save(written: WrittenDashboard): Promise<void>
}
