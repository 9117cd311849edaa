import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { signalGroup } from './process-groups.ts'

/** Grace period after SIGTERM, in milliseconds. */
const gracePeriod = 2000

/** How often to look whether a group is gone, in milliseconds. */
const pollInterval = 20

/**
 * Stops a program with SIGTERM and, after a grace period, SIGKILL. If it has its own process group, stops everything it started as
 * well. Returns once nothing is left, or SIGKILL has been sent.
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
