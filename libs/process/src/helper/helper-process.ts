import { fork, type ChildProcess } from 'node:child_process'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { ProcessGroups, signalGroup } from '../group/process-groups.ts'
import { readProcessorTime } from '../read-processor-time.ts'
import { helperEnvironment } from './helper-environment.ts'
import type { FromHelper, ToHelper } from './helper-messages.ts'

export interface HelperProcessOptions {
  /** The module that the helper runs; it calls `serveTasks`. */
  readonly module: string
  /** Name for messages. */
  readonly name: string
  /** Limit for its JavaScript heap, in MB. Defaults to that of Node.js. */
  readonly memory?: number | undefined
  /** Space for new objects, in MB. Defaults to 1, which suits helpers that start programs; one that computes needs more. */
  readonly newMemory?: number | undefined
}

/**
 * The less memory a process has, the faster it starts programs: 9 ms with 9 MB of its own, 22 ms with 150 MB. The process that runs git
 * has 48 MB with this in an import, and 62 to 77 MB without.
 */
const smallNewMemory = 1

export interface TaskOptions {
  /** Gets what the task tells before it is over. */
  readonly onPart?: ((part: unknown) => void) | undefined
  /** True to wait for the result of a task that is cancelled, because it ends in its own way. */
  readonly awaitsEnd?: boolean | undefined
}

interface PendingTask<Result> {
  readonly onPart: ((part: unknown) => void) | undefined
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
}

/**
 * A small child process that runs tasks for this one, mainly starting programs. Starting a program copies the memory map of the
 * process, which blocks a process with an embedded database for 15 to 30 ms.
 *
 * It starts with the first task and restarts if it dies. It does not keep this process alive, and ends with it. It only gets the
 * environment variables that Node.js needs (`helperEnvironment`); tasks provide what their programs need.
 */
export class HelperProcess<Task, Result> {
  readonly #options: HelperProcessOptions
  readonly #pending = new Map<number, PendingTask<Result>>()
  #child: ChildProcess | undefined
  #lastId = 0

  constructor(options: HelperProcessOptions) {
    this.#options = options
  }

  /**
   * Runs one task; task and result are structured clones. Throws CancelledError as soon as `signal` is aborted,
   * ExternalServiceError if the helper dies.
   */
  async run(
    task: Task,
    signal?: AbortSignal,
    { onPart, awaitsEnd = false }: TaskOptions = {},
  ): Promise<Result> {
    if (signal?.aborted === true) throw new CancelledError()
    this.#lastId += 1
    const id = this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const cancel = () => {
      this.#tell({ kind: 'cancel', id })
      if (!awaitsEnd) reject(new CancelledError())
    }
    signal?.addEventListener('abort', cancel)
    this.#pending.set(id, { resolve, reject, onPart })
    try {
      this.#tell({ kind: 'task', id, task })
      this.#child?.channel?.ref()
      return await promise
    } finally {
      signal?.removeEventListener('abort', cancel)
      this.#pending.delete(id)
      if (this.#pending.size === 0) this.#child?.channel?.unref()
    }
  }

  /** Processor time that the helper has used since it started, in milliseconds; `undefined` if it is not running or nobody knows. */
  async readProcessorTime(): Promise<number | undefined> {
    const pid = this.#child?.pid
    return pid === undefined ? undefined : readProcessorTime(pid)
  }

  /** Kills the helper; running tasks fail as if it had died. The next task starts a new one. */
  kill(): void {
    const child = this.#child
    this.#lose('was stopped')
    child?.kill('SIGKILL')
  }

  #lose(reason: string): void {
    this.#child = undefined
    const { name } = this.#options
    const error = new ExternalServiceError(`${name} ${reason}.`, { service: name })
    for (const { reject } of this.#pending.values()) reject(error)
  }

  #tell(message: ToHelper<Task>): void {
    this.#child ??= this.#start()
    // Tasks that cannot be sent fail when the child exits.
    this.#child.send(message, () => {})
  }

  #start(): ChildProcess {
    const { module, memory, newMemory = smallNewMemory } = this.#options
    const child = fork(module, [String(process.pid)], {
      serialization: 'advanced',
      execArgv: [
        `--max-semi-space-size=${newMemory}`,
        ...(memory === undefined ? [] : [`--max-old-space-size=${memory}`]),
      ],
      env: helperEnvironment(),
      // Leads a process group, so that programs without their own group can be found when it dies.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.unref()
    const groups = new ProcessGroups()
    child.on('message', (message: FromHelper<Result>) => {
      if ('group' in message) {
        if (message.isRunning) groups.add(message.group)
        else groups.remove(message.group)
        return
      }
      if ('part' in message) return this.#pending.get(message.id)?.onPart?.(message.part)
      const { id, result, failure } = message
      const pending = this.#pending.get(id)
      if (failure === undefined) pending?.resolve(result as Result)
      else pending?.reject(new Error(failure))
    })
    const fail = (reason: string) => {
      if (this.#child === child) this.#lose(reason)
    }
    child.once('error', ({ message }) => fail(`failed to start: ${message}`))
    child.once('exit', (code, signal) => {
      groups.killAll()
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
      fail(`exited with ${signal ?? `code ${code}`}`)
    })
    return child
  }
}
