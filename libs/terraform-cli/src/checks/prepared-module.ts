import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readEnvironment } from '@groundplan/process'
import type { SourceFile } from '@groundplan/terraform-module'
import {
  parseDiagnostic,
  printCheckModule,
  SecretRedactor,
  type CheckModule,
  type TerraformDiagnostic,
  type TerraformProgram,
} from '@groundplan/terraform-run'
import { z } from 'zod'
import { readJson } from '../read-json.ts'
import { printCliConfiguration } from '../run/cli-configuration.ts'
import { askTerraform } from '../run/run-terraform.ts'
import { createEnvironment } from '../run/terraform-environment.ts'
import { Standby } from './standby.ts'

const Validation = z.object({ diagnostics: z.array(z.unknown()) })

/** A module whose values can be checked, in a folder of its own. */
export class PreparedModule {
  readonly module: CheckModule
  readonly #directory: string
  readonly #program: TerraformProgram
  readonly #env: Readonly<Record<string, string>>
  #standby: Standby | undefined
  #count = 0

  private constructor(module: CheckModule, directory: string, program: TerraformProgram) {
    this.module = module
    this.#directory = directory
    this.#program = program
    this.#env = createEnvironment({
      ...{ own: readEnvironment(), home: directory, configurationFile: join(directory, 'terraform.tfrc') },
      ...{
        pluginCache: undefined,
        values: new Map(),
        credentials: {},
        registryTokens: {},
        gitCredentials: {},
      },
    })
  }

  /** Writes the module into an empty folder. What Terraform says against the module itself is a `reason`. */
  static async prepare(
    files: readonly SourceFile[],
    directory: string,
    program: TerraformProgram,
  ): Promise<PreparedModule | { readonly reason: string }> {
    const module = await printCheckModule(files)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const configuration = printCliConfiguration({ mirror: directory, allowsDownloads: false })
    for (const [name, text] of [...module.files, ['terraform.tfrc', configuration] as const])
      await writeFile(join(directory, name), text, { mode: 0o600 })
    const prepared = new PreparedModule(module, directory, program)
    const [fault] = await prepared.#validate()
    if (fault === undefined) return prepared
    return { reason: `${fault.summary}: ${fault.detail}`.replace(/\s+/g, ' ').trim() }
  }

  /** Starts a Terraform that waits for values, unless there is one. */
  warm(): void {
    this.#standby ??= this.#start()
  }

  async check(values: string): Promise<readonly TerraformDiagnostic[]> {
    const standby = this.#standby ?? this.#start()
    this.#standby = undefined
    return standby.check(values)
  }

  /** Ends the Terraform that waits. */
  async cool(): Promise<void> {
    const standby = this.#standby
    this.#standby = undefined
    await standby?.close()
  }

  async close(): Promise<void> {
    await this.cool()
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 })
  }

  #start(): Standby {
    this.#count += 1
    const [directory, env, number] = [this.#directory, this.#env, this.#count]
    return new Standby({ program: this.#program, directory, env, number })
  }

  async #validate(): Promise<readonly TerraformDiagnostic[]> {
    const context = {
      ...{ program: this.#program, cwd: this.#directory, env: this.#env, redactor: new SecretRedactor([]) },
      ...{ gracePeriod: 1000, milliseconds: 120_000 },
    }
    const printed = await askTerraform(context, ['validate', '-json', '-no-color'], { accepted: [0, 1] })
    const found = readJson(Validation, Buffer.from(printed))?.diagnostics ?? []
    return found.flatMap((each) => parseDiagnostic(each) ?? []).filter(({ severity }) => severity === 'error')
  }
}
