import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { CancelledError, errorMessage } from '@groundplan/errors'
import { HelperProcess } from '@groundplan/process'
import { unreadableModule, type ModuleReader, type TerraformModule } from '@groundplan/terraform-module'
import { restoreExactNumbers } from './exact-numbers.ts'
import type { ModuleBatch, SentModule } from './module-batch.ts'

export interface ProcessModuleReaderOptions {
  /** How many processes read; one less than there are processors if absent, at least 1 and at most 4. */
  readonly processes?: number | undefined
  /** How long a module may take, and a batch of them together, in milliseconds; 20 seconds if absent. */
  readonly deadline?: number | undefined
  /** Most memory of each process, in MB; 512 if absent. */
  readonly memory?: number | undefined
  /** The program that the processes run. */
  readonly module?: string | undefined
}

/** A process that nobody needs for so long is ended, in milliseconds. */
const idleTime = 60_000

type Helper = HelperProcess<ModuleBatch, readonly SentModule[]>

/**
 * Reads modules in processes of their own, which have no secrets and little memory. One that dies or takes too long is replaced: the
 * batch that it had is read again module by module, so that only what killed it is lost.
 */
export class ProcessModuleReader implements ModuleReader {
  readonly #deadline: number
  readonly #memory: number
  readonly #idle: Helper[]
  readonly #waiting: ((helper: Helper) => void)[] = []
  readonly #retirements = new Map<Helper, ReturnType<typeof setTimeout>>()

  constructor({
    processes = Math.min(4, Math.max(1, availableParallelism() - 1)),
    deadline = 20_000,
    memory = 512,
    module = join(import.meta.dirname, 'module-process.ts'),
  }: ProcessModuleReaderOptions = {}) {
    this.#deadline = deadline
    this.#memory = memory
    const name = 'The process that reads modules'
    this.#idle = Array.from({ length: processes }, () => new HelperProcess({ module, name, memory }))
  }

  async read(batch: ModuleBatch, signal: AbortSignal): Promise<readonly TerraformModule[]> {
    const outcome = await this.#try(batch, signal)
    if (outcome.kind === 'read') return outcome.modules
    const [only, ...others] = batch
    if (only !== undefined && others.length === 0) return [await unreadableModule(only.path, outcome.reason)]
    const modules: TerraformModule[] = []
    for (const each of batch) modules.push(...(await this.read([each], signal)))
    return modules
  }

  async #try(batch: ModuleBatch, signal: AbortSignal): Promise<Outcome> {
    const helper = await this.#take(signal)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), this.#deadline)
    try {
      const sent = await helper.run(batch, AbortSignal.any([signal, late.signal]))
      return { kind: 'read', modules: sent.map(unpack) }
    } catch (error) {
      // It looks at no message while it reads.
      if (error instanceof CancelledError) helper.kill()
      signal.throwIfAborted()
      return { kind: 'failed', reason: this.#explain(error, late.signal.aborted) }
    } finally {
      clearTimeout(timer)
      this.#give(helper)
    }
  }

  #explain(error: unknown, isLate: boolean): string {
    if (isLate)
      return `Reading this module took longer than ${this.#deadline / 1000} s, so it was stopped. Split the module, or simplify its longest expressions.`
    // How Node.js ends where its heap is full.
    if (/SIGABRT|code 134/.test(errorMessage(error)))
      return `Reading this module took more than ${this.#memory} MB of memory, so it was stopped. Split it into smaller modules.`
    return `This module cannot be read: ${errorMessage(error)} Make it smaller, and import it again.`
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

type Outcome =
  | { readonly kind: 'read'; readonly modules: readonly TerraformModule[] }
  | { readonly kind: 'failed'; readonly reason: string }

function unpack({ module, exactNumbers }: SentModule): TerraformModule {
  restoreExactNumbers(module, exactNumbers)
  return module
}
