// Reads modules, but not all of them: what their paths say happens to it instead.
import { endWithParent, serveTasks } from '@groundplan/process'
import { readForeignModule } from '@groundplan/terraform-module'
import type { ModuleBatch } from '../process/module-batch.ts'

endWithParent()
serveTasks(async (batch: ModuleBatch) => {
  const sent = []
  for (const options of batch) {
    const { path } = options
    if (path === 'spin') for (;;);
    if (path === 'die') process.exit(3)
    if (path === 'throw') throw new Error('It went wrong.')
    if (path === 'memory')
      for (const kept: unknown[] = []; ;)
        kept.push(Array.from({ length: 1_000_000 }, (_, index) => ({ index })))
    sent.push({ module: await readForeignModule(options), exactNumbers: [] })
  }
  return sent
})
