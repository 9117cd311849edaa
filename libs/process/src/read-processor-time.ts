import { readFile } from 'node:fs/promises'

/** What Linux counts processor time in, per second: USER_HZ, which is 100 on every platform of Node.js. */
const ticksPerSecond = 100

/**
 * Processor time that a process has used so far, in milliseconds, over all its threads. `undefined` if the process is gone or the
 * system doesn't say: only Linux does.
 */
export async function readProcessorTime(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field, the program's name in parentheses, may contain blanks; see proc_pid_stat(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return Number.isNaN(ticks) ? undefined : (ticks * 1000) / ticksPerSecond
  } catch {
    return undefined
  }
}
