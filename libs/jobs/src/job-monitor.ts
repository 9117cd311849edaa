/** A job that is not done, as people see it. */
export interface JobRecord {
  readonly id: string
  /** Name of its kind. */
  readonly kind: string
  /** `failed`: given up for good. */
  readonly state: JobState
  readonly payload: unknown
  readonly key?: string | undefined
  /** The pool of workers that it demands; absent: the default pool. */
  readonly pool?: string | undefined
  /** How many attempts have begun. */
  readonly attempt: number
  /** How many there are in total. */
  readonly attempts: number
  readonly createdAt: Date
  /** Of a waiting job: when it may run. */
  readonly dueAt?: Date | undefined
  /** Of a running job: when its attempt began. */
  readonly startedAt?: Date | undefined
  /** Of a failed job. */
  readonly failedAt?: Date | undefined
  /** Why its last attempt failed. */
  readonly error?: string | undefined
}

export const jobStates = ['running', 'waiting', 'failed'] as const
export type JobState = (typeof jobStates)[number]

/** Port: what waits, runs and has failed. Failures stay on record for some days. */
export interface JobMonitor {
  /**
   * Running jobs by when they began; waiting ones by priority and then by when they may run; failed ones, the newest first. At most
   * `limit`.
   */
  list(filter: { readonly state: JobState; readonly limit: number }): Promise<readonly JobRecord[]>
  count(): Promise<Readonly<Record<JobState, number>>>
}
