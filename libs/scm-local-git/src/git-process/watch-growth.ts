import { measureDirectory } from '../measure-directory.ts'
import type { GitLimit, GrowthLimits } from './git-command.ts'

/** How often to look, in milliseconds, as long as looking takes no time. */
const pollInterval = 250

/** Less than that while a command could have stalled is as good as nothing, in bytes. */
const leastProgress = 1024

export interface GrowthWatch {
  /** Reports output, which also counts as progress: git resolves deltas without writing. */
  note(bytes: number): void
  /** Looks at the result of a command that ended before the watch came to it. */
  lookOnce(): Promise<void>
  stop(): void
}

/** Watches how much a command writes to disk, and calls `onLimit` once if it writes too much, or nothing for too long. */
export function watchGrowth(limits: GrowthLimits, onLimit: (limit: GitLimit) => void): GrowthWatch {
  const { directory, maximumBytes, stallMilliseconds } = limits
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let printed = 0
  let reached = 0
  let reachedAt = Date.now()
  const look = async () => {
    const startedAt = Date.now()
    const bytes = await measureDirectory(directory)
    if (isStopped) return
    if (bytes > maximumBytes) return onLimit('maximumBytes')
    if (bytes + printed >= reached + leastProgress) {
      reached = bytes + printed
      reachedAt = Date.now()
    } else if (Date.now() - reachedAt >= stallMilliseconds) return onLimit('stallMilliseconds')
    timer = setTimeout(look, Math.max(pollInterval, 10 * (Date.now() - startedAt)))
  }
  timer = setTimeout(look, Math.min(pollInterval, stallMilliseconds))
  return {
    note: (bytes) => {
      printed += bytes
    },
    lookOnce: async () => {
      if ((await measureDirectory(directory)) > maximumBytes) onLimit('maximumBytes')
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
