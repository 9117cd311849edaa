import { fork } from 'node:child_process'
import { ExternalServiceError } from '@groundplan/errors'

/**
 * Options of Node.js for processes that answer requests, so that collecting garbage keeps none of them waiting:
 * - New objects get little space, which is cleared often and fast. With the usual space each clearing takes 10 to 30 ms under load.
 * - Old objects are looked through by one thread beside the main one. Four of them, as usual, take all of two processors for 200 ms.
 * - That happens when the heap has grown by 80 percent. By itself it did so from 20 percent on, every 3 s under load.
 */
export const shortPauses: readonly string[] = [
  '--max-semi-space-size=8',
  '--v8-pool-size=1',
  '--heap-growing-percent=80',
]

/**
 * Options of Node.js for processes that live for seconds: WebAssembly, such as the embedded database, is not optimised. Optimising takes
 * 3 s of processor time and 500 MB at its peak, and makes queries twice as fast.
 */
export const shortLife: readonly string[] = ['--liftoff-only']

export interface ForkModuleOptions {
  /** Added to (and overriding) the environment of this process. */
  readonly env: Readonly<Record<string, string>>
  /** Name for messages. */
  readonly name: string
  /** Arguments of the module. */
  readonly args?: readonly string[] | undefined
  /** Options of Node.js, in addition to those of this process. */
  readonly nodeOptions?: readonly string[] | undefined
}

/** A Node.js module that runs as a child process with a message channel. */
export interface ForkedModule {
  /** The first message from the child. Rejects with ExternalServiceError if the child exits first. */
  readonly firstMessage: Promise<unknown>
  /** The child's exit code; 1 if it was killed by a signal. */
  readonly ended: Promise<number>
  /** Disconnects from the child, which tells it to stop, and waits for it to exit. */
  stop(): Promise<void>
  /** Ends it at once with SIGKILL, as a crash does; its own children have to notice. */
  kill(): void
}

/**
 * Starts a module as a child with a message channel. The child is in a process group of its own: Ctrl-C reaches only this
 * process, which then stops the child in order. When this process dies, the child sees its channel close.
 */
export function forkModule(
  path: string,
  { env, name, args = [], nodeOptions = [] }: ForkModuleOptions,
): ForkedModule {
  const child = fork(path, args, {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, ...nodeOptions],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  const firstMessage = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', (cause) =>
      reject(new ExternalServiceError(`${name} failed to start.`, { service: name, cause })),
    )
    child.once('exit', (code) =>
      reject(new ExternalServiceError(`${name} exited with code ${code}.`, { service: name })),
    )
  })
  return {
    firstMessage,
    ended,
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
