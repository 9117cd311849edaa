// The program of the processes that read modules, see ProcessModuleReader.
import { serialize } from 'node:v8'
import { endWithParent, serveTasks } from '@groundplan/process'
import {
  readForeignModule,
  unreadableModule,
  type ReadModuleOptions,
  type TerraformModule,
} from '@groundplan/terraform-module'
import { findExactNumbers } from './exact-numbers.ts'
import type { ModuleBatch, SentModule } from './module-batch.ts'

/** Most that is told of one module, in bytes: the process that asks has to take it in one piece. */
const maximumSize = 10_000_000
/** Files that are smaller together never make a module that is too large. */
const harmlessSize = 500_000

endWithParent()
serveTasks(async (batch: ModuleBatch): Promise<readonly SentModule[]> => {
  const sent: SentModule[] = []
  for (const options of batch) {
    const module = await fit(await readForeignModule(options), options)
    sent.push({ module, exactNumbers: findExactNumbers(module) })
  }
  return sent
})

async function fit(module: TerraformModule, { path, files }: ReadModuleOptions): Promise<TerraformModule> {
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) < harmlessSize) return module
  const size = serialize(module).length
  if (size <= maximumSize) return module
  const message = `The module's interface takes ${size} bytes; at most ${maximumSize} are read. Split it into smaller modules.`
  return unreadableModule(path, message)
}
