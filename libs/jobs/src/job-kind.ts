import type { z } from 'zod'

/** How often a job is tried, and how long it waits in between. Times are in milliseconds. */
export interface RetryPolicy {
  /** Attempts in total. One whose worker dies counts; one whose worker is stopped does not. */
  readonly attempts: number
  /** Before the second attempt; doubles with each further one, with some jitter. */
  readonly delay: number
  /** The longest wait between two attempts. */
  readonly longestDelay: number
}

/** A kind of work: its name, what it needs to know, and what happens if it fails. */
export interface JobKind<Payload = unknown> {
  /** Unique, kebab-case; jobs are stored under it. */
  readonly name: string
  /** Checked when a job is enqueued and again before it runs. No secrets: jobs are stored. */
  readonly payload: z.ZodType<Payload>
  readonly retry: RetryPolicy
  /** How long one attempt may take, in milliseconds. */
  readonly timeout: number
  readonly keys: JobKeys
  /** True if its jobs may demand a pool of workers. */
  readonly isPooled: boolean
}

/**
 * Which jobs with the same key may exist at a time.
 * - `none`: jobs have no key.
 * - `coalesced`: one runs and one waits; the waiting one stands for all that are enqueued meanwhile.
 * - `exclusive`: one, until it is done or given up. For jobs that are each about one thing, which may be enqueued again to be sure.
 */
export type JobKeys = 'none' | 'coalesced' | 'exclusive'

/** Enough to outlast a host or a database that is away for a quarter of an hour. */
const defaultRetry: RetryPolicy = { attempts: 10, delay: 2_000, longestDelay: 300_000 }

export interface JobKindOptions<Payload> extends Pick<JobKind<Payload>, 'name' | 'payload'> {
  readonly retry?: Partial<RetryPolicy> | undefined
  /** 15 minutes if absent. */
  readonly timeout?: number | undefined
  /** `none` if absent. */
  readonly keys?: JobKeys | undefined
  /** False if absent: any worker that serves the default pool takes its jobs. */
  readonly isPooled?: boolean | undefined
}

/** Defines a kind of job; by default it is tried 10 times within 15 minutes and has no key. */
export function defineJob<Payload>({
  name,
  payload,
  retry,
  timeout = 15 * 60_000,
  keys = 'none',
  isPooled = false,
}: JobKindOptions<Payload>): JobKind<Payload> {
  return { name, payload, retry: { ...defaultRetry, ...retry }, timeout, keys, isPooled }
}
