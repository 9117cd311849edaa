import { InputError } from '@groundplan/errors'
import type { JobKind } from './job-kind.ts'

/** Work to be done later, by whichever worker is free. */
export interface NewJob<Payload = unknown> {
  readonly kind: JobKind<Payload>
  readonly payload: Payload
  /** For kinds with keys. */
  readonly key?: string | undefined
  /** Milliseconds until it may run; at once if absent. */
  readonly delay?: number | undefined
  /** Higher ones run first; 0 if absent. */
  readonly priority?: number | undefined
  /**
   * For pooled kinds: only workers that serve this pool take the job. A worker must have served it before; the default pool if absent.
   */
  readonly pool?: string | undefined
}

/** A transaction of the database that keeps the jobs, as the adapters of both know it. */
export type JobTransaction = object

/** Port: accepts jobs. A job that was accepted runs at least once, also if servers stop or crash in between. */
export interface JobQueue {
  /**
   * Enqueues a job; within a transaction it exists once that commits. Returns its id, or `undefined` if the kind allows no further
   * job with this key in its pool now: the existing one stands for it. Throws InputError if the payload does not fit the kind, the key is
   * missing, or the kind has no pools.
   */
  enqueue<Payload>(job: NewJob<Payload>, transaction?: JobTransaction): Promise<string | undefined>
}

/** Checks a job before it is enqueued; returns its payload as it will be stored. Throws InputError. */
export function checkJob<Payload>({ kind, payload, key, pool }: NewJob<Payload>): Payload {
  const parsed = kind.payload.safeParse(payload)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
    throw new InputError(`Invalid payload for the job ${kind.name}${where}: ${issue?.message ?? 'unknown'}.`)
  }
  const isKeyed = kind.keys !== 'none'
  if (isKeyed === (key === undefined)) {
    throw new InputError(`Jobs of type ${kind.name} ${isKeyed ? 'require a key' : 'have no key'}.`)
  }
  if (pool !== undefined && !kind.isPooled)
    throw new InputError(`Jobs of type ${kind.name} can't demand a pool of workers.`)
  return parsed.data
}
