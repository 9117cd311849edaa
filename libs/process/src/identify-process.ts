import { readFile } from 'node:fs/promises'

/** Distinguishes a running process from another one with the same PID. */
export interface ProcessIdentity {
  /** Opaque; absent if the system does not provide it. */
  readonly startedAt: string | undefined
}

/**
 * Identifies a running process; `undefined` if there is none. On Linux a process that is dead but not yet collected by its
 * parent (as happens in containers without an init process) does not count.
 */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The second field is the program's name in brackets and may hold anything; the state is the third, the start the 22nd.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields !== undefined) return /^[ZXx]$/.test(fields[0] ?? '') ? undefined : { startedAt: fields[19] }
  return process.platform !== 'linux' && exists(pid) ? { startedAt: undefined } : undefined
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process is there but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
