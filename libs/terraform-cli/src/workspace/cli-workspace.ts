import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  digestPlan,
  parsePlan,
  parseState,
  redactPlan,
  redactState,
  TerraformFailure,
  type CommandOptions,
  type PlannedRun,
  type PlanOptions,
  type StateSummary,
  type TerraformProgram,
  type TerraformWorkspace,
} from '@groundplan/terraform-run'
import type { PluginCache } from '../plugins/plugin-cache.ts'
import { unsavedStateFile } from './left-workspaces.ts'
import { askTerraform, retryTransient, runTerraform, type TerraformContext } from '../run/run-terraform.ts'

export interface CliWorkspaceOptions extends TerraformContext {
  /** Everything of the workspace; removed at the end. */
  readonly home: string
  readonly pluginCache: PluginCache | undefined
  /** How long a locked state is waited for, such as `30s`. */
  readonly lockTimeout: string
  /** Looks after the workspace if it is closed with a state that was not saved. */
  readonly onUnsaved: () => Promise<void>
}

const lockFile = '.terraform.lock.hcl'

/** A folder in which a `terraform` or `tofu` executable works. */
export class CliWorkspace implements TerraformWorkspace {
  readonly program: TerraformProgram
  readonly #options: CliWorkspaceOptions
  readonly #redact = (text: string) => this.#options.redactor.redact(text)

  constructor(options: CliWorkspaceOptions) {
    this.program = options.program
    this.#options = options
  }

  async init(options: CommandOptions = {}): Promise<void> {
    const args = ['init', '-input=false', '-no-color', ...(this.#initPrintsJson() ? ['-json'] : [])] as const
    const init = () => retryTransient(() => runTerraform(this.#options, [...args], options), options.signal)
    const { pluginCache } = this.#options
    if (pluginCache === undefined) await init()
    else
      await pluginCache.use(
        await this.#readLockFile(),
        async () => {
          await init()
          return this.#readLockFile()
        },
        options.signal,
      )
  }

  async plan({ mode = 'update', replace = [], ...options }: PlanOptions = {}): Promise<PlannedRun> {
    const name = `${randomUUID()}.tfplan`
    const modes = { update: [], destroy: ['-destroy'], refresh: ['-refresh-only'] } as const
    try {
      const plan = () =>
        runTerraform(
          this.#options,
          [
            ...([
              'plan',
              '-json',
              '-input=false',
              '-no-color',
              '-detailed-exitcode',
              `-out=${name}`,
            ] as const),
            ...[`-lock-timeout=${this.#options.lockTimeout}`, ...modes[mode]],
            ...replace.map((address) => `-replace=${address}`),
          ],
          // 0: nothing changes; 2: something does.
          { ...options, accepted: [0, 2] },
        )
      await retryTransient(plan, options.signal)
      const file = await readFile(join(this.#options.cwd, name))
      return { ...(await this.#show(name, options)), file: Uint8Array.from(file) }
    } finally {
      await rm(join(this.#options.cwd, name), { force: true })
    }
  }

  async readPlan(file: Uint8Array, options: CommandOptions = {}): Promise<Omit<PlannedRun, 'file'>> {
    return this.#withPlan(file, (name) => this.#show(name, options))
  }

  async apply(file: Uint8Array, options: CommandOptions = {}): Promise<void> {
    try {
      await this.#withPlan(file, (name) =>
        runTerraform(
          this.#options,
          ['apply', '-json', '-input=false', '-no-color', `-lock-timeout=${this.#options.lockTimeout}`, name],
          options,
        ),
      )
    } finally {
      await this.#saveState()
    }
  }

  async readState(options: CommandOptions = {}): Promise<StateSummary> {
    return redactState(parseState(await this.#ask(['show', '-json', '-no-color'], options)), this.#redact)
  }

  async close(): Promise<void> {
    if (existsSync(join(this.#options.cwd, unsavedStateFile))) return void this.#options.onUnsaved()
    await rm(this.#options.home, { recursive: true, force: true, maxRetries: 5 })
  }

  async #show(name: string, options: CommandOptions): Promise<Omit<PlannedRun, 'file'>> {
    const found = parsePlan(await this.#ask(['show', '-json', '-no-color', name], options))
    const plan = redactPlan(found, this.#redact)
    return { plan, digest: await digestPlan(plan), lockFile: await this.#readLockFile() }
  }

  #ask(args: readonly [string, ...string[]], { signal }: CommandOptions): Promise<string> {
    return retryTransient(() => askTerraform(this.#options, args, { signal }), signal)
  }

  /** The plan is in the folder only as long as it is needed. */
  async #withPlan<Result>(file: Uint8Array, work: (name: string) => Promise<Result>): Promise<Result> {
    const name = `${randomUUID()}.tfplan`
    const path = join(this.#options.cwd, name)
    await writeFile(path, file, { mode: 0o600 })
    try {
      return await work(name)
    } finally {
      await rm(path, { force: true })
    }
  }

  /** Terraform leaves the state in a file if its backend does not take it: it is sent once more, and given to the caller if that fails. */
  async #saveState(): Promise<void> {
    const name = unsavedStateFile
    const unsavedState = await readFile(join(this.#options.cwd, name)).catch(() => undefined)
    if (unsavedState === undefined) return
    try {
      await retryTransient(() => runTerraform(this.#options, ['state', 'push', '-no-color', name]))
      await rm(join(this.#options.cwd, name), { force: true })
    } catch (error) {
      if (!(error instanceof TerraformFailure)) throw error
      const { diagnostics, reason, status = 1 } = error
      throw new TerraformFailure({ command: 'apply', exitCode: status, diagnostics, reason, unsavedState })
    }
  }

  async #readLockFile(): Promise<string | undefined> {
    return readFile(join(this.#options.cwd, lockFile), 'utf8').catch(() => undefined)
  }

  /** `init` prints JSON from Terraform 1.9 on. */
  #initPrintsJson(): boolean {
    const [major = 0, minor = 0] = this.program.version.split('.').map(Number)
    return this.program.tool === 'terraform' && (major > 1 || minor >= 9)
  }
}
