import { createHash } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { Gate } from '@groundplan/concurrency'
import { CancelledError, PlatformError } from '@groundplan/errors'
import {
  readProblems,
  type InputCheck,
  type InputChecker,
  type InputCheckRequest,
} from '@groundplan/terraform-run'
import { stringifyJson } from '@groundplan/terraform-type'
import type { TerraformPrograms } from '../programs/terraform-programs.ts'
import { ProcessFolder } from '../process-folder.ts'
import { PreparedModule } from './prepared-module.ts'

export interface CliInputCheckerOptions {
  /** Folder for prepared modules, which processes may share. */
  readonly directory: string
  readonly programs: TerraformPrograms
  /** For how many modules a Terraform waits, with about 60 MB of memory each. Defaults to 4. */
  readonly mostWarm?: number | undefined
  /** How many modules are kept prepared. Defaults to 50. */
  readonly mostPrepared?: number | undefined
  /** How long a Terraform waits for the next values of a form, in milliseconds. Defaults to five minutes. */
  readonly patience?: number | undefined
}

const mostAtOnce = 4
const mostWaiting = 100

type Prepared = Promise<PreparedModule | { readonly reason: string }>

/** Checks values with Terraform executables that are started before the values are there. */
export class CliInputChecker implements InputChecker {
  readonly #options: CliInputCheckerOptions
  /** Each check is a Terraform that works for a moment. */
  readonly #gate = new Gate(mostAtOnce, { longestQueue: mostWaiting })
  /** The one that was used last comes last. */
  readonly #modules = new Map<string, Prepared>()
  /** Of modules for which a Terraform waits, in the same order. */
  readonly #timers = new Map<string, NodeJS.Timeout>()
  #folder: Promise<ProcessFolder> | undefined

  constructor(options: CliInputCheckerOptions) {
    this.#options = options
  }

  async check(request: InputCheckRequest, signal?: AbortSignal): Promise<InputCheck> {
    try {
      const prepared = await this.#find(request)
      if (signal?.aborted === true) throw new CancelledError()
      if ('reason' in prepared) return { kind: 'unavailable', reason: prepared.reason }
      const known = new Set(prepared.module.variables.values())
      const given = Object.entries(request.values).filter(
        ([name, value]) => known.has(name) && value !== null,
      )
      const values = stringifyJson(Object.fromEntries(given))
      const diagnostics = await this.#gate.run(() => prepared.check(values), signal)
      // Once this one is over: the start of the next would take its processor time.
      this.#keepWarm(keyOf(request), prepared)
      const problems = readProblems(diagnostics, prepared.module)
      return { kind: 'checked', problems, unchecked: prepared.module.unchecked }
    } catch (error) {
      if (!(error instanceof PlatformError) || signal?.aborted === true) throw error
      return { kind: 'unavailable', reason: error.message }
    }
  }

  /** Starts a Terraform for a form that somebody opens, so that the first check is as fast as the others. */
  async warm(request: Omit<InputCheckRequest, 'values'>): Promise<void> {
    const prepared = await this.#find(request).catch(() => undefined)
    if (prepared instanceof PreparedModule) this.#keepWarm(keyOf(request), prepared)
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    const modules = [...this.#modules.values()]
    this.#modules.clear()
    for (const prepared of modules) await closeModule(prepared)
    await (await this.#folder)?.close()
    this.#folder = undefined
  }

  async #find(request: Omit<InputCheckRequest, 'values'>): Prepared {
    const key = keyOf(request)
    const preparing = this.#modules.get(key) ?? this.#prepare(request, key)
    this.#modules.delete(key)
    this.#modules.set(key, preparing)
    // What failed may work the next time.
    preparing.catch(() => this.#modules.delete(key))
    this.#forgetOldest()
    return preparing
  }

  async #prepare({ tool, version, module }: Omit<InputCheckRequest, 'values'>, key: string): Prepared {
    const program = await this.#options.programs.find(tool, version)
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32)
    this.#folder ??= ProcessFolder.open(this.#options.directory)
    const directory = await mkdtemp(join((await this.#folder).path, `${name}-`))
    return PreparedModule.prepare(await module.readFiles(), directory, program)
  }

  #keepWarm(key: string, prepared: PreparedModule): void {
    const { patience = 5 * 60_000, mostWarm = 4 } = this.#options
    prepared.warm()
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#timers.set(key, setTimeout(() => void this.#cool(key), patience).unref())
    const [oldest] = this.#timers.keys()
    if (this.#timers.size > mostWarm && oldest !== undefined) void this.#cool(oldest)
  }

  async #cool(key: string): Promise<void> {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    const prepared = await this.#modules.get(key)?.catch(() => undefined)
    if (prepared instanceof PreparedModule) await prepared.cool()
  }

  #forgetOldest(): void {
    const { mostPrepared = 50 } = this.#options
    const [oldest] = this.#modules
    if (this.#modules.size <= mostPrepared || oldest === undefined) return
    const [key, prepared] = oldest
    this.#modules.delete(key)
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    void closeModule(prepared)
  }
}

async function closeModule(prepared: Prepared): Promise<void> {
  const module = await prepared.catch(() => undefined)
  if (module instanceof PreparedModule) await module.close()
}

function keyOf({ tool, version = '', module }: Omit<InputCheckRequest, 'values'>): string {
  return JSON.stringify([tool, version, module.key])
}
