import { fork, type ChildProcess } from 'node:child_process'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { ProcessGroups, signalGroup } from '../group/process-groups.ts'
import { helperEnvironment } from './helper-environment.ts'
import type { FromHelper, ToHelper } from './helper-messages.ts'

export interface HelperProcessOptions {
  /** The module that the helper runs; it calls `serveTasks`. */
  readonly module: string
  /** Name for messages. */
  readonly name: string
  /** Most memory that its JavaScript may take, in MB; Node.js decides if absent. */
  readonly memory?: number | undefined
}

interface PendingTask<Result> {
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
}

/**
 * A small child process that carries out tasks for this one, above all starting programs: the system copies the memory map of the
 * process that starts one, which takes a process with an embedded database 15 to 30 ms, in which it does nothing else.
 *
 * Started with the first task, and anew should it die. It does not keep this process alive, and ends when this process does. Of the
 * environment it gets only what Node.js needs (`helperEnvironment`): tasks bring what their programs need.
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
   * Has one task carried out; task and result are copied (structured clones). Throws CancelledError as soon as `signal` says so,
   * ExternalServiceError if the helper dies meanwhile.
   */
  async run(task: Task, signal?: AbortSignal): Promise<Result> {
    if (signal?.aborted === true) throw new CancelledError()
    this.#lastId += 1
    const id = this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const cancel = () => {
      this.#tell({ kind: 'cancel', id })
      reject(new CancelledError())
    }
    signal?.addEventListener('abort', cancel)
    this.#pending.set(id, { resolve, reject })
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

  /** Ends the helper at once, with whatever it is doing: that fails as if it had died. The next task starts another. */
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
    // What cannot be sent any more is answered by the end of the child.
    this.#child.send(message, () => {})
  }

  #start(): ChildProcess {
    const { module, memory } = this.#options
    const child = fork(module, [String(process.pid)], {
      serialization: 'advanced',
      execArgv: memory === undefined ? [] : [`--max-old-space-size=${memory}`],
      env: helperEnvironment(),
      // Leads a group, so that programs which have none of their own can be found when it dies.
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
      const { id, result, failure } = message
      const pending = this.#pending.get(id)
      if (failure === undefined) pending?.resolve(result as Result)
      else pending?.reject(new Error(failure))
    })
    const fail = (reason: string) => {
      if (this.#child === child) this.#lose(reason)
    }
    child.once('error', ({ message }) => fail(`could not be started: ${message}`))
    child.once('exit', (code, signal) => {
      groups.killAll()
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
      fail(`ended with ${signal ?? `code ${code}`}`)
    })
    return child
  }
}
