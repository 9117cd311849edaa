import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { signalGroup } from './process-groups.ts'

/** How long a program may take to end by itself after SIGTERM, in milliseconds. */
const gracePeriod = 2000

/** How often to look whether a group is gone, in milliseconds. */
const pollInterval = 20

/**
 * Ends a program with SIGTERM and, if that takes too long, SIGKILL. With a group of its own, everything that it has started ends
 * as well. Returns once nothing of it is left, or SIGKILL is on its way.
 */
export async function stopProgram(child: ChildProcess, isGroup: boolean): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  const send = (signal: NodeJS.Signals) => (isGroup ? signalGroup(pid, signal) : child.kill(signal))
  const isOver = () => (isGroup ? !signalGroup(pid, 0) : child.exitCode !== null || child.signalCode !== null)
  send('SIGTERM')
  for (let waited = 0; waited < gracePeriod; waited += pollInterval) {
    if (isOver()) return
    await setTimeout(pollInterval)
  }
  send('SIGKILL')
}
