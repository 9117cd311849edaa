import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { CancelledError, errorMessage, ExternalServiceError } from '@groundplan/errors'
import { HelperProcess } from '@groundplan/process'
import type { ForeignResult, ForeignTask, ResultOf } from './foreign-task.ts'

export interface ForeignProcessesOptions {
  /** How many there are at most; one less than there are processors if absent, at least 1 and at most 4. */
  readonly processes?: number | undefined
  /** How long one task may take, in milliseconds; 20 seconds if absent. */
  readonly deadline?: number | undefined
  /** Most memory of each process, in MB; 512 if absent. */
  readonly memory?: number | undefined
  /** The program that the processes run. */
  readonly program?: string | undefined
}

/** A process that nobody needs for so long is ended, in milliseconds. */
const idleTime = 60_000

type Helper = HelperProcess<ForeignTask, ForeignResult>

/**
 * Processes that work on what other people wrote, each on one task at a time. They have no secrets and little memory, and one that dies
 * or takes too long is replaced.
 */
export class ForeignProcesses {
  readonly #deadline: number
  readonly #memory: number
  readonly #idle: Helper[]
  readonly #waiting: ((helper: Helper) => void)[] = []
  readonly #retirements = new Map<Helper, ReturnType<typeof setTimeout>>()

  constructor({
    processes = Math.min(4, Math.max(1, availableParallelism() - 1)),
    deadline = 20_000,
    memory = 512,
    program = join(import.meta.dirname, 'foreign-process.ts'),
  }: ForeignProcessesOptions = {}) {
    this.#deadline = deadline
    this.#memory = memory
    const options = { module: program, name: 'The process that reads foreign files', memory }
    this.#idle = Array.from({ length: processes }, () => new HelperProcess(options))
  }

  /**
   * Has one task done. Throws the signal's reason once it is aborted, and ExternalServiceError with a sentence that begins with `subject`
   * if the task takes too long or too much memory, or fails.
   */
  async run<Task extends ForeignTask>(
    task: Task,
    { subject, signal }: { readonly subject: string; readonly signal: AbortSignal },
  ): Promise<ResultOf<Task>> {
    const helper = await this.#take(signal)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), this.#deadline)
    try {
      return (await helper.run(task, AbortSignal.any([signal, late.signal]))) as ResultOf<Task>
    } catch (error) {
      // It looks at no message while it works.
      if (error instanceof CancelledError) helper.kill()
      signal.throwIfAborted()
      throw this.#explain(subject, error, late.signal.aborted)
    } finally {
      clearTimeout(timer)
      this.#give(helper)
    }
  }

  #explain(subject: string, error: unknown, isLate: boolean): ExternalServiceError {
    const options = { service: 'foreign files', cause: error }
    if (isLate)
      return new ExternalServiceError(
        `${subject} took longer than ${this.#deadline / 1000} s, so it was stopped. Split the module, or simplify its longest expressions.`,
        options,
      )
    // How Node.js ends where its heap is full.
    if (/SIGABRT|code 134/.test(errorMessage(error)))
      return new ExternalServiceError(
        `${subject} took more than ${this.#memory} MB of memory, so it was stopped. Split it into smaller modules.`,
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
