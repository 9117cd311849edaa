// The program of the processes that work on what other people wrote, see ForeignProcesses.
import { serialize } from 'node:v8'
import { InProcessDrafter, type DraftSubject } from '@groundplan/importer'
import { endWithParent, serveTasks } from '@groundplan/process'
import {
  compareForeignModules,
  readForeignModule,
  unreadableModule,
  type ReadModuleOptions,
  type TerraformModule,
} from '@groundplan/terraform-module'
import { unseal, type Sealed } from '@groundplan/terraform-type'
import type { ForeignResult, ForeignTask } from './foreign-task.ts'
import { packModule, type PackedModule } from './packed-module.ts'
import { SameSettings } from './same-settings.ts'

/** Maximum size of one module's result, in bytes: the parent process receives it in one piece. */
const maximumSize = 8_000_000
/** Below this total size, files never produce a result that is too large. */
const harmlessSize = 300_000

const drafter = new InProcessDrafter()
const sameSettings = new SameSettings()

endWithParent()
serveTasks(async (task: ForeignTask): Promise<ForeignResult> => {
  switch (task.kind) {
    case 'read':
      return { kind: 'read', modules: await readAll(task.modules) }
    case 'compare':
      return { kind: 'compare', changes: await compareForeignModules(task.versions) }
    case 'summarize':
      return { kind: 'summarize', summary: await summarize(task) }
    case 'draft':
      return { kind: 'draft', drafted: await drafter.draft(subjectOf(task)) }
    case 'check':
      return { kind: 'check', checked: await drafter.check(subjectOf(task)) }
    case 'body':
      return { kind: 'body', body: await drafter.writeBody(subjectOf(task), task.review) }
    case 'merge':
      return { kind: 'merge', merged: await drafter.merge(subjectOf(task), task.versions) }
  }
})

function subjectOf({ subject }: { readonly subject: Sealed<DraftSubject> }): DraftSubject {
  const { settings, ...others } = unseal(subject)
  return { ...others, settings: settings.map((each) => sameSettings.of(each)) }
}

async function readAll(modules: readonly ReadModuleOptions[]): Promise<readonly PackedModule[]> {
  const read: PackedModule[] = []
  for (const options of modules) read.push(packModule(await fit(await readForeignModule(options), options)))
  return read
}

async function fit(module: TerraformModule, { path, files }: ReadModuleOptions): Promise<TerraformModule> {
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) < harmlessSize) return module
  const size = serialize(module).length
  if (size <= maximumSize) return module
  const message = `The module's interface takes ${size} bytes; the limit is ${maximumSize}. Split it into smaller modules.`
  return unreadableModule(path, message)
}

async function summarize({ sources, modules }: Extract<ForeignTask, { readonly kind: 'summarize' }>) {
  const { diagnostics, broken } = await drafter.summarize(sameSettings.of(sources), modules)
  return { diagnostics, broken }
}
