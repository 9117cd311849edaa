import { spawn, type ChildProcess } from 'node:child_process'
import { processGroups } from './group/process-groups.ts'
import { lockFile, type FileLock } from './lock-file.ts'
import { stopProgram, type StopOptions } from './group/stop-program.ts'
import { collectOutput } from './collect-output.ts'

/** A program to run, as plain data. */
export interface ProgramTask {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string | undefined
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  readonly extendEnv?: boolean | undefined
  readonly input?: string | Uint8Array | undefined
  /** True to stop the program together with everything it started. It then does not get Ctrl-C from a terminal. */
  readonly ownGroup?: boolean | undefined
  readonly limits?: ProgramLimits | undefined
  /** How it is stopped; SIGKILL follows for whatever is left after two seconds by default. */
  readonly stop?: StopOptions | undefined
  /** True to hand standard output on as it is printed, and to keep none of it. */
  readonly streams?: boolean | undefined
  /** Path of a file that is locked while the program runs, so that others can tell, also after whoever wanted it has died. */
  readonly lockedFile?: string | undefined
  /**
   * How long it may go on by itself in a helper whose parent process has died, in milliseconds; then it is stopped. Defaults to not at
   * all.
   */
  readonly lingers?: number | undefined
}

/** Limits for a program; it is stopped when it exceeds one. */
export interface ProgramLimits {
  readonly milliseconds?: number | undefined
  /** Limit for standard output. Defaults to 1 GiB. */
  readonly outputBytes?: number | undefined
}

/** The outcome, as plain data. */
export type ProgramOutcome =
  | {
      readonly kind: 'ended'
      readonly exitCode: number
      readonly stdout: Uint8Array
      readonly stderr: string
    }
  /** `wasKilled` if it did not end by itself when it was asked to. */
  | { readonly kind: 'cancelled'; readonly wasKilled: boolean }
  /** It reached a limit. */
  | { readonly kind: 'stopped'; readonly limit: 'milliseconds' | 'outputBytes' }
  /** It failed to start, or was killed by a signal. */
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly reason: string }

const defaultOutputBytes = 1024 * 1024 * 1024

/** How long output may stay open after a program was stopped, in milliseconds: a daemon it started may have inherited it. */
const outputGracePeriod = 500

/** Who hears what a program prints, as it is printed. */
export interface OutputListeners {
  readonly onError?: ((part: Uint8Array) => void) | undefined
  /** Standard output, of a task that streams it. */
  readonly onOutput?: ((part: Uint8Array) => void) | undefined
}

/** Runs a program to completion. Never throws: failing to start is also an outcome. */
export async function executeProgram(
  task: ProgramTask,
  signal?: AbortSignal,
  listeners: OutputListeners = {},
): Promise<ProgramOutcome> {
  if (signal?.aborted === true) return { kind: 'cancelled', wasKilled: false }
  const lock = hold(task.lockedFile)
  if (lock instanceof Error) return toFailure(lock)
  try {
    const started = start(task)
    if (started instanceof Error) return toFailure(started)
    return await follow(started, task, { signal, listeners })
  } finally {
    lock?.release()
  }
}

function hold(path: string | undefined): FileLock | Error | undefined {
  if (path === undefined) return undefined
  try {
    return lockFile(path) ?? new Error(`Another program has locked ${path}`)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Without free file descriptors, Node.js returns a child without pipes or throws, depending on the system. */
function start({
  file,
  args,
  cwd,
  env,
  extendEnv = true,
  ownGroup = false,
}: ProgramTask): ChildProcess | Error {
  try {
    return spawn(file, [...args], {
      cwd,
      env: extendEnv ? { ...process.env, ...env } : { ...env },
      detached: ownGroup,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

async function follow(
  child: ChildProcess,
  { input, ownGroup = false, limits = {}, stop, streams = false }: ProgramTask,
  { signal, listeners }: { signal: AbortSignal | undefined; listeners: OutputListeners },
): Promise<ProgramOutcome> {
  const { promise, resolve } = Promise.withResolvers<ProgramOutcome>()
  const { pid } = child
  let ending: Promise<void> | undefined
  const end = (describe: (wasKilled: boolean) => ProgramOutcome) => {
    ending ??= stopProgram(child, { isGroup: ownGroup, ...stop }).then(async (wasKilled) => {
      await Promise.race([closed, pause(outputGracePeriod)])
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
      resolve(describe(wasKilled))
    })
  }
  const closed = new Promise<void>((done) => child.once('close', () => done()))
  child.once('error', (error) => {
    if (pid === undefined) resolve(toFailure(error))
  })
  if (pid === undefined) return promise
  if (ownGroup) processGroups.add(pid)
  const { outputBytes = defaultOutputBytes, milliseconds } = limits
  const output = collectOutput(child, outputBytes, {
    onLimit: () => end(() => ({ kind: 'stopped', limit: 'outputBytes' })),
    ...{ ...listeners, keepsOutput: !streams },
  })
  child.once('close', (code, signalName) => {
    if (ending !== undefined) return
    resolve(
      code === null
        ? { kind: 'failed', code: undefined, reason: `signal ${signalName}` }
        : { kind: 'ended', exitCode: code, ...output() },
    )
  })
  // A program may exit before reading all of its input.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  const cancel = () => end((wasKilled) => ({ kind: 'cancelled', wasKilled }))
  signal?.addEventListener('abort', cancel)
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(() => end(() => ({ kind: 'stopped', limit: 'milliseconds' })), milliseconds)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
    if (ownGroup) processGroups.remove(pid)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function toFailure(error: Error): ProgramOutcome {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { kind: 'failed', code, reason: error.message }
}
