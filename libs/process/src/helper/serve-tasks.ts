import { errorMessage } from '@groundplan/errors'
import { processGroups, signalGroup } from '../group/process-groups.ts'
import type { FromHelper, ToHelper } from './helper-messages.ts'

/** Grace periods for programs that are stopped because the parent process is gone, in milliseconds. */
const [longestEnd, longestEndOfLingering] = [4_000, 15_000]

export interface ServeOptions<Task> {
  /** How long a task may go on by itself once the parent process is gone, in milliseconds. Defaults to not at all. */
  readonly lingers?: ((task: Task) => number) | undefined
}

/**
 * Makes this process the helper of the process that forked it, see HelperProcess. It always ends with its parent: running tasks
 * are aborted through their signal, those that linger a while later, and all programs started here are killed with their children.
 */
export function serveTasks<Task, Result>(
  work: (task: Task, signal: AbortSignal, tell: (part: unknown) => void) => Promise<Result>,
  { lingers = () => 0 }: ServeOptions<Task> = {},
): void {
  const running = new Map<number, { readonly controller: AbortController; readonly task: Task }>()
  const end = () => {
    const started = Date.now()
    let longest = longestEnd
    for (const { controller, task } of running.values()) {
      const milliseconds = lingers(task)
      if (milliseconds > 0) longest = Math.max(longest, milliseconds + longestEndOfLingering)
      setTimeout(() => controller.abort(), milliseconds)
    }
    const wait = setInterval(() => {
      if (running.size > 0 && Date.now() - started < longest) return
      clearInterval(wait)
      processGroups.killAll()
      // Programs without a group of their own are in that of this process, which leads it.
      if (!signalGroup(process.pid, 'SIGKILL')) process.exit()
    }, 20)
  }
  const answer = (message: FromHelper<Result>) => {
    if (process.connected) process.send?.(message, () => {})
  }
  process.on('message', async (message: ToHelper<Task>) => {
    if (message.kind === 'cancel') return running.get(message.id)?.controller.abort()
    const { id, task } = message
    const controller = new AbortController()
    running.set(id, { controller, task })
    try {
      answer({ id, result: await work(task, controller.signal, (part) => answer({ id, part })) })
    } catch (error) {
      answer({ id, failure: errorMessage(error) })
    } finally {
      running.delete(id)
    }
  })
  processGroups.listen((group, isRunning) => answer({ group, isRunning }))
  process.on('disconnect', end)
  // Ctrl-C reaches the whole process group; the parent decides whether to stop the work.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})
}
