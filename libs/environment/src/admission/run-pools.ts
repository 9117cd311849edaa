import { defaultPool } from '@groundplan/jobs'
import type { Run, RunStatus } from '../model/run.ts'

/** Which workers spaces demand, and which pools of workers there are. */
export interface RunPools {
  /** The pool that a space demands now; `undefined` for the default pool. */
  of(spaceId: string): string | undefined
  /** Pools that a living worker serves. */
  readonly served: ReadonlySet<string>
}

/** A run that has a place: a job of it waits in a pool, or a worker performs it. */
export interface PlacedRun extends Pick<Run, 'id' | 'spaceId' | 'pool'> {
  readonly status: RunStatus
}

/** Runs whose jobs are in the wrong pool. */
export interface Misplaced<Placed> {
  /** Begun by nobody: they wait for their turn again. */
  readonly withdrawn: readonly Placed[]
  /** Left by workers of a pool that nobody serves any more: workers of the pool that their space demands now go on. */
  readonly abandoned: readonly Placed[]
}

/** True if jobs may go to a pool. Those of the default pool always may: its queue is always there. */
export function isPoolServed(pool: string | undefined, { served }: Pick<RunPools, 'served'>): boolean {
  return pool === undefined || served.has(pool)
}

/** The runs to take back from pools, because their spaces demand another pool now or no worker serves theirs. */
export function findMisplaced<Placed extends PlacedRun>(
  runs: readonly Placed[],
  pools: RunPools,
): Misplaced<Placed> {
  const isMoving = ({ spaceId, pool }: Placed) => pool !== pools.of(spaceId)
  const isLeft = ({ pool }: Placed) => !isPoolServed(pool, pools)
  return {
    withdrawn: runs.filter((run) => run.status === 'admitted' && (isMoving(run) || isLeft(run))),
    abandoned: runs.filter(
      (run) =>
        run.status === 'running' &&
        isMoving(run) &&
        isLeft(run) &&
        isPoolServed(pools.of(run.spaceId), pools),
    ),
  }
}

/** The pool that a run waits for although no living worker serves it; `undefined` if one does, or if the run waits for no worker. */
export function findUnservedPool(
  { status, pool }: Pick<Run, 'status' | 'pool'>,
  { demanded, served }: { readonly demanded: string | undefined; readonly served: ReadonlySet<string> },
): string | undefined {
  if (status !== 'queued' && status !== 'admitted' && status !== 'running') return undefined
  const needed = (status === 'queued' ? demanded : pool) ?? defaultPool
  return served.has(needed) ? undefined : needed
}
