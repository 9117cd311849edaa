import { errorMessage } from '@groundplan/errors'
import {
  unreadableModule,
  type ComparedVersions,
  type ModuleChange,
  type ModuleReader,
  type ReadModuleOptions,
  type TerraformModule,
} from '@groundplan/terraform-module'
import type { ForeignProcesses } from './foreign-processes.ts'
import { openModule } from './packed-module.ts'

/** Reads modules in other processes. Failed batches are retried module by module, so that only the faulty one is lost. */
export class ProcessModuleReader implements ModuleReader {
  readonly #processes: ForeignProcesses

  constructor(processes: ForeignProcesses) {
    this.#processes = processes
  }

  async read(
    modules: readonly ReadModuleOptions[],
    signal: AbortSignal,
  ): Promise<readonly TerraformModule[]> {
    try {
      const result = await this.#processes.run(
        { kind: 'read', modules },
        { subject: 'Reading this module', signal },
      )
      return result.modules.map(openModule)
    } catch (error) {
      signal.throwIfAborted()
      const [only, ...others] = modules
      if (only !== undefined && others.length === 0)
        return [await unreadableModule(only.path, errorMessage(error))]
    }
    const read: TerraformModule[] = []
    for (const module of modules) read.push(...(await this.read([module], signal)))
    return read
  }

  async compare(versions: ComparedVersions, signal: AbortSignal): Promise<readonly ModuleChange[]> {
    const options = { subject: 'Comparing this module', signal }
    return (await this.#processes.run({ kind: 'compare', versions }, options)).changes
  }
}
