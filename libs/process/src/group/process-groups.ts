/** Notifies about a process group that was started or has ended. */
export type GroupListener = (group: number, isRunning: boolean) => void

/**
 * The process groups that this process has started and that may still be running. A group has the number of the program that
 * leads it, and holds whatever that program starts.
 */
export class ProcessGroups {
  readonly #running = new Set<number>()
  #listener: GroupListener | undefined

  /** Calls `listener` on every change from now on; there is one listener. */
  listen(listener: GroupListener): void {
    this.#listener = listener
  }

  add(group: number): void {
    this.#running.add(group)
    this.#listener?.(group, true)
  }

  remove(group: number): void {
    if (this.#running.delete(group)) this.#listener?.(group, false)
  }

  /** Kills all groups immediately, without giving them time to clean up. */
  killAll(): void {
    for (const group of this.#running) signalGroup(group, 'SIGKILL')
    this.#running.clear()
  }
}

/** Sends a signal to each process of a group. False if none is left, or none that we are allowed to signal. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal)
  } catch {
    return false
  }
}

/** The groups of this process. */
export const processGroups = new ProcessGroups()
