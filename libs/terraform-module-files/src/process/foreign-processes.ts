import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { CancelledError, errorMessage, ExternalServiceError } from '@groundplan/errors'
import { HelperProcess } from '@groundplan/process'
import type { ForeignResult, ForeignTask, ResultOf } from './foreign-task.ts'
import { limitTask, type ExceededTime, type TaskTimes } from './task-limit.ts'

export interface ForeignProcessesOptions {
  /** Maximum number of processes. Defaults to one less than the number of processors, at least 1 and at most 4. */
  readonly processes?: number | undefined
  /** Time limits per task. By default 20 seconds of processor time, and 5 minutes on the clock. */
  readonly times?: TaskTimes | undefined
  /** Memory limit per process, in MB. Defaults to 512. */
  readonly memory?: number | undefined
  /** The program that the processes run. */
  readonly program?: string | undefined
}

/** Space for new objects, in MB: with 1, as for processes that start programs, reading and checking modules takes 17 % more processor time. */
const newMemory = 8

/** Idle time after which a process is stopped, in milliseconds. */
const idleTime = 60_000

type Helper = HelperProcess<ForeignTask, ForeignResult>

/**
 * A pool of processes for untrusted files, each running one task at a time. They have no secrets and limited memory, and are
 * replaced if they crash or time out.
 */
export class ForeignProcesses {
  readonly #times: TaskTimes
  readonly #memory: number
  readonly #idle: Helper[]
  readonly #waiting: ((helper: Helper) => void)[] = []
  readonly #retirements = new Map<Helper, ReturnType<typeof setTimeout>>()

  constructor({
    processes = Math.min(4, Math.max(1, availableParallelism() - 1)),
    times = { processor: 20_000, clock: 5 * 60_000 },
    memory = 512,
    program = join(import.meta.dirname, 'foreign-process.ts'),
  }: ForeignProcessesOptions = {}) {
    this.#times = times
    this.#memory = memory
    const options = { module: program, name: 'The process that reads foreign files', memory, newMemory }
    this.#idle = Array.from({ length: processes }, () => new HelperProcess(options))
  }

  /**
   * Runs one task. Throws the signal's reason once it is aborted, and ExternalServiceError with a message that starts with
   * `subject` if the task fails or exceeds its time or memory limit.
   */
  async run<Task extends ForeignTask>(
    task: Task,
    { subject, signal }: { readonly subject: string; readonly signal: AbortSignal },
  ): Promise<ResultOf<Task>> {
    const helper = await this.#take(signal)
    const limit = limitTask(this.#times, () => helper.readProcessorTime())
    try {
      return (await helper.run(task, AbortSignal.any([signal, limit.signal]))) as ResultOf<Task>
    } catch (error) {
      // It does not process messages while it works.
      if (error instanceof CancelledError) helper.kill()
      signal.throwIfAborted()
      throw this.#explain(subject, error, limit.exceeded())
    } finally {
      limit.clear()
      this.#give(helper)
    }
  }

  #explain(subject: string, error: unknown, exceeded: ExceededTime | undefined): ExternalServiceError {
    const options = { service: 'foreign files', cause: error }
    if (exceeded !== undefined) {
      const limit = `${this.#times[exceeded] / 1000} s${exceeded === 'processor' ? ' of processor time' : ''}`
      return new ExternalServiceError(
        `${subject} exceeded the time limit of ${limit}. Split the module, or simplify its longest expressions.`,
        options,
      )
    }
    // Exit status of Node.js when the heap is full.
    if (/SIGABRT|code 134/.test(errorMessage(error)))
      return new ExternalServiceError(
        `${subject} exceeded the memory limit of ${this.#memory} MB. Split it into smaller modules.`,
        options,
      )
    return new ExternalServiceError(`${subject} failed: ${errorMessage(error)}`, options)
  }

  async #take(signal: AbortSignal): Promise<Helper> {
    signal.throwIfAborted()
    const helper = this.#idle.pop() ?? (await new Promise<Helper>((resolve) => this.#waiting.push(resolve)))
    clearTimeout(this.#retirements.get(helper))
    return helper
  }

  #give(helper: Helper): void {
    const next = this.#waiting.shift()
    if (next !== undefined) return next(helper)
    this.#idle.push(helper)
    this.#retirements.set(helper, setTimeout(() => helper.kill(), idleTime).unref())
  }
}
