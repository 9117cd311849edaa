import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { signalGroup } from './process-groups.ts'

export interface StopOptions {
  /** What asks the program to end. Defaults to SIGTERM. */
  readonly signal?: 'SIGINT' | 'SIGTERM' | undefined
  /** How long it may take to end, in milliseconds. Defaults to two seconds. */
  readonly gracePeriod?: number | undefined
}

const usualGracePeriod = 2000

/** How often to look whether a group is gone, in milliseconds. */
const pollInterval = 20

/**
 * Asks a program to end and, after a grace period, kills it. If it has its own process group, stops everything it started as well. Returns
 * once nothing is left, or SIGKILL has been sent (true).
 */
export async function stopProgram(
  child: ChildProcess,
  {
    isGroup,
    signal = 'SIGTERM',
    gracePeriod = usualGracePeriod,
  }: StopOptions & { readonly isGroup: boolean },
): Promise<boolean> {
  const { pid } = child
  if (pid === undefined) return false
  const send = (name: NodeJS.Signals) => (isGroup ? signalGroup(pid, name) : child.kill(name))
  const isOver = () => (isGroup ? !signalGroup(pid, 0) : child.exitCode !== null || child.signalCode !== null)
  send(signal)
  for (let waited = 0; waited < gracePeriod; waited += pollInterval) {
    if (isOver()) return false
    await setTimeout(pollInterval)
  }
  send('SIGKILL')
  return true
}
