import type { Actor } from '@groundplan/actor'
import type { NewEvent } from '@groundplan/events'
import type { Page, PageRequest } from '@groundplan/proposal'
import type { Environment } from '../model/environment.ts'
import type { EnvironmentState } from '../lifecycle/environment-states.ts'
import type { LogLine, StoredLogLine } from '../model/log-line.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import type { Run } from '../model/run.ts'
import type { SealedEntry, SealedKind } from '../model/sealed-entry.ts'

/** What belongs together of a change; all of it is written in one transaction, or nothing. */
export interface EnvironmentUpdate {
  /** With the revision that was read; the store counts it up. New ones have 0. */
  readonly environment: Environment
  readonly requests?: readonly EnvironmentRequest[] | undefined
  readonly runs?: readonly Run[] | undefined
  readonly sealed?: readonly SealedEntry[] | undefined
  /** Removes sealed values: `all`, or those of a kind whose names begin with a text. */
  readonly forget?: 'all' | readonly { readonly kind: SealedKind; readonly prefix: string }[] | undefined
  readonly events?: readonly NewEvent[] | undefined
  /**
   * How many launched environments there may be, this one included. If there are more, nothing is written and OutdatedEnvironmentError is
   * thrown: the space has changed since it was read.
   */
  readonly capacity?: EnvironmentCapacity | undefined
  /** The attempt that makes the change; refused if it no longer owns the run. */
  readonly owner?: RunOwner | undefined
}

export interface EnvironmentCapacity {
  /** In the space; absent: any number. */
  readonly environments?: number | undefined
  /** Of the owner; absent: any number. */
  readonly ofOwner?: number | undefined
}

/** One attempt at a run, by a token that no other attempt has. */
export interface RunOwner {
  readonly runId: string
  readonly token: string
}

/** What a job begins with: as the owner of a run at one of its turns. */
export interface RunBeginning extends RunOwner {
  /** Absent: whichever it is. */
  readonly turn?: number | undefined
}

/** `lost`: another attempt owns the run, or it is over. */
export type RunSignal = 'continue' | 'cancel' | 'lost'

/** What a worker begins with. */
export interface BegunRun {
  readonly run: Run
  readonly request: EnvironmentRequest
  readonly environment: Environment
  /** Values of ephemeral inputs, which are no longer stored. */
  readonly ephemeral?: SealedEntry | undefined
  /** Characters of its log that are stored already. */
  readonly logSize: number
}

export interface EnvironmentFilter {
  /** The whole name as it is; several environments may have it. */
  readonly name?: string | undefined
  readonly states?: readonly EnvironmentState[] | undefined
  /** Names of owners, as their actors have them. */
  readonly owner?: string | undefined
  readonly blueprint?: string | undefined
  readonly component?: string | undefined
  /** It must have all of these. */
  readonly labels?: readonly string[] | undefined
  /** Words of the name, all of which must occur. */
  readonly search?: string | undefined
}

/** Newest first. */
export interface EnvironmentPosition {
  readonly createdAt: Date
  readonly id: string
}

/**
 * Port: the environments of one space with their requests, runs, plans and logs.
 *
 * Whoever changes an environment names the revision that was read, so nobody overwrites what they have not seen. While a run is under
 * way, one attempt of its job owns it. Runs of a space that demands a pool of workers wait until one serves it, and take no place. When a run is queued, or another one gives up its place, the same transaction chooses whose turn
 * it is, in all spaces, and enqueues the jobs.
 */
export interface EnvironmentStore {
  find(id: string): Promise<Environment | undefined>
  /** A text that is another one after each change of the environment, its request or its run. Many may ask for it, often. */
  readMark(id: string): Promise<string | undefined>
  list(
    filter: EnvironmentFilter,
    request: PageRequest<EnvironmentPosition>,
  ): Promise<Page<Environment, EnvironmentPosition>>
  /**
   * Writes a change and returns the environment with its new revision. Throws ConflictError, with nothing written, if the environment
   * has changed since it was read, or the owner has lost the run.
   */
  apply(update: EnvironmentUpdate): Promise<Environment>

  /** How many launched environments that are not over there are in the space, and of an owner: by kind and name. */
  countLaunched(owner: Actor): Promise<{ readonly environments: number; readonly ofOwner: number }>

  findRequest(id: string): Promise<EnvironmentRequest | undefined>
  /** Newest first; a position is a time. */
  listRequests(environmentId: string, page: PageRequest<Date>): Promise<Page<EnvironmentRequest, Date>>
  findRun(id: string): Promise<Run | undefined>

  /**
   * Gives a run to an attempt, replacing any previous one, and takes its ephemeral values out of the store. `undefined` if it is over or
   * waits, has another turn by now, or begins in a pool that its space no longer demands. Counts up the environment's revision.
   */
  begin(beginning: RunBeginning, at: Date): Promise<BegunRun | undefined>
  /** Keeps how far a run is, with plans that were made. */
  saveRun(run: Run, token: string, sealed?: readonly SealedEntry[]): Promise<RunSignal>
  readSignal(owner: RunOwner): Promise<RunSignal>
  /** Asks the worker of a run to stop. Does nothing if it is over. */
  requestCancel(runId: string): Promise<void>

  readSealed(place: Pick<SealedEntry, 'environmentId' | 'kind' | 'name'>): Promise<SealedEntry | undefined>
  /** Those that a former master key encrypts; at most `limit`. */
  listSealedWithOtherKey(keyId: string, limit: number): Promise<readonly SealedEntry[]>
  /** Replaces the encryption, not the value. False if it has changed since. */
  reseal(before: SealedEntry, after: SealedEntry): Promise<boolean>

  appendLog(owner: RunOwner, lines: readonly LogLine[]): Promise<void>
  /** In order; a position is that of a line. */
  readLog(runId: string, page: PageRequest<number>): Promise<Page<StoredLogLine, number>>

  /**
   * Chooses whose turn it is, takes runs back from pools that their spaces don't demand any more or no worker serves, and makes sure
   * that every run that has a place has a job, e.g. after a restore.
   */
  admitRuns(): Promise<void>
  /** Removes what has expired. */
  removeExpired(now: Date): Promise<void>
}
