export interface TaskTimes {
  /** Processor time that a task may use, in milliseconds: a busy or slow machine takes none of it away. */
  readonly processor: number
  /** Time that it may take on the clock, in milliseconds: it ends what waits for something that never comes. */
  readonly clock: number
}

/** Which limit a task has exceeded. */
export type ExceededTime = keyof TaskTimes

interface TaskLimit {
  /** Aborted once the task has exceeded a limit. */
  readonly signal: AbortSignal
  exceeded(): ExceededTime | undefined
  /** Call it when the task has ended. */
  clear(): void
}

/** Looks that fit into the processor time. */
const looks = 4

/**
 * Watches a task that has just begun. `readUsed` answers with the processor time that its process has used so far, in milliseconds;
 * where the system doesn't tell, only the clock counts. The first look comes late, so short tasks cost none.
 */
export function limitTask(
  { processor, clock }: TaskTimes,
  readUsed: () => Promise<number | undefined>,
): TaskLimit {
  const late = new AbortController()
  let [exceeded, first]: [ExceededTime | undefined, number | undefined] = [undefined, undefined]
  const end = (limit: ExceededTime) => {
    exceeded ??= limit
    late.abort()
  }
  const look = async () => {
    const used = await readUsed()
    first ??= used
    if (used !== undefined && first !== undefined && used - first >= processor) end('processor')
  }
  const timers = [setTimeout(() => end('clock'), clock), setInterval(() => void look(), processor / looks)]
  return {
    signal: late.signal,
    exceeded: () => exceeded,
    clear: () => timers.forEach((timer) => clearTimeout(timer)),
  }
}
