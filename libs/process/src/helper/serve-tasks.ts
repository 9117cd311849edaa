import { errorMessage } from '@groundplan/errors'
import { processGroups, signalGroup } from '../group/process-groups.ts'
import type { FromHelper, ToHelper } from './helper-messages.ts'

/** Grace period for programs after the parent process is gone, in milliseconds. */
const longestEnd = 4000

/**
 * Makes this process the helper of the process that forked it, see HelperProcess. It always ends with its parent: running tasks
 * are aborted through their signal, and all programs started here are killed with their children.
 */
export function serveTasks<Task, Result>(
  work: (task: Task, signal: AbortSignal, tell: (part: unknown) => void) => Promise<Result>,
): void {
  const running = new Map<number, AbortController>()
  const end = () => {
    for (const controller of running.values()) controller.abort()
    const started = Date.now()
    const wait = setInterval(() => {
      if (running.size > 0 && Date.now() - started < longestEnd) return
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
    if (message.kind === 'cancel') return running.get(message.id)?.abort()
    const { id, task } = message
    const controller = new AbortController()
    running.set(id, controller)
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
