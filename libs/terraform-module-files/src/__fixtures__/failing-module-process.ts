// Reads modules, but not all of them: what their paths say happens to it instead.
import { setTimeout as delay } from 'node:timers/promises'
import { endWithParent, serveTasks } from '@groundplan/process'
import { readForeignModule } from '@groundplan/terraform-module'
import type { ForeignResult, ForeignTask } from '../process/foreign-task.ts'
import { packModule } from '../process/packed-module.ts'

endWithParent()
serveTasks(async (task: ForeignTask): Promise<ForeignResult> => {
  const modules = []
  for (const options of task.kind === 'read' ? task.modules : []) {
    const { path } = options
    if (path === 'spin') for (;;);
    if (path === 'rest') await delay(6_000)
    if (path === 'wait') await new Promise(() => {})
    if (path === 'die') process.exit(3)
    if (path === 'throw') throw new Error('It failed.')
    if (path === 'memory')
      for (const kept: unknown[] = []; ;)
        kept.push(Array.from({ length: 1_000_000 }, (_, index) => ({ index })))
    modules.push(packModule(await readForeignModule(options)))
  }
  return { kind: 'read', modules }
})
