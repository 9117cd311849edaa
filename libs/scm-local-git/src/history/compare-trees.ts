import { setImmediate } from 'node:timers/promises'
import type { Git } from '../git.ts'

/** Two tree ids: what changed from the first to the second. */
export type TreePair = readonly [before: string, after: string]

/** The changed paths of pairs of trees, as git printed them. */
export interface TreeChanges {
  /** How much git printed. */
  readonly bytes: number
  /** The changed paths of one pair; none if the pair was not compared. */
  pathsOf(pair: TreePair): Iterable<string>
}

export function pairKey([before, after]: TreePair): string {
  return `${before} ${after}`
}

/**
 * Compares pairs of trees through one `git diff-tree`, file by file. Needs no blobs. What `.gitmodules` says of submodules does not
 * count, as it does not for `git rev-list`.
 */
export async function compareTrees(git: Git, pairs: readonly TreePair[]): Promise<TreeChanges> {
  const keys = [...new Set(pairs.map(pairKey))]
  const printed = await git.feed(
    `${keys.join('\n')}\n`,
    ...['diff-tree', '--stdin', '-r', '-z', '--no-renames', '--name-status', '--ignore-submodules=none'],
  )
  const ranges = await findRanges(printed, keys)
  return {
    bytes: printed.length,
    *pathsOf(pair) {
      const [start = 0, end = 0] = ranges.get(pairKey(pair)) ?? []
      for (let offset = start; offset < end;) {
        const path = printed.indexOf(0, offset) + 1
        const next = printed.indexOf(0, path)
        yield printed.toString('utf8', path, next)
        offset = next + 1
      }
    },
  }
}

/** How many changed paths are skipped over between two looks at the event loop. */
const stride = 20_000

/**
 * Where the paths of each pair are: git prints `before after\n`, then `status\0path\0` for each path. A status begins with a capital
 * letter and an object id never does, so no name of a file can pass for the next pair.
 */
async function findRanges(
  printed: Buffer,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const ranges = new Map<string, readonly [number, number]>()
  let offset = 0
  let steps = 0
  for (const key of keys) {
    const start = offset + key.length + 1
    offset = start
    while (offset < printed.length && isCapital(printed[offset])) {
      offset = printed.indexOf(0, printed.indexOf(0, offset) + 1) + 1
      steps += 1
      if (steps % stride === 0) await setImmediate()
    }
    ranges.set(key, [start, offset])
  }
  return ranges
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}
