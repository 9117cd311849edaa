import type { JobKind } from './job-kind.ts'

/**
 * A pool is a group of workers with a name, such as those that sit in one cloud account. A worker serves the pools that it names; jobs
 * that demand none go to the default pool.
 */
export const defaultPool = 'default'

/** True for what can be the name of a pool: lower-case letters, digits and single dashes, beginning with a letter, at most 63. */
export function isPoolName(text: string): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text) && text.length <= 63
}

/** How many jobs of a kind a worker takes at a time from each of its pools: they share its places, and each has at least one. */
export function dividePlaces(
  { isPooled }: Pick<JobKind, 'isPooled'>,
  concurrency: number,
  pools: readonly string[],
): ReadonlyMap<string, number> {
  const served = isPooled ? pools : pools.filter((pool) => pool === defaultPool)
  const share = Math.floor(concurrency / served.length)
  const rest = concurrency % served.length
  return new Map(served.map((pool, index) => [pool, Math.max(1, share + (index < rest ? 1 : 0))]))
}
