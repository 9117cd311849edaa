import { errorMessage } from '@groundplan/errors'
import type { FromHelper, ToHelper } from './helper-messages.ts'

/**
 * Makes this process the helper of the one that forked it, see HelperProcess. Ends with it, however that ends; work that is under way
 * is told by its signal.
 */
export function serveTasks<Task, Result>(work: (task: Task, signal: AbortSignal) => Promise<Result>): void {
  const running = new Map<number, AbortController>()
  const end = () => {
    for (const controller of running.values()) controller.abort()
    // Programs that were told to stop may have started others, which do not know.
    if (running.size > 0) setTimeout(() => process.exit(), 1000)
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
      answer({ id, result: await work(task, controller.signal) })
    } catch (error) {
      answer({ id, failure: errorMessage(error) })
    } finally {
      running.delete(id)
    }
  })
  process.on('disconnect', end)
  // Ctrl-C reaches the whole group of processes; the one that is helped decides what becomes of the work.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})
}
