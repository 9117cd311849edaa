import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { InMemoryGrainRunner } from '@groundplan/environment/testing'
import { ConflictError } from '@groundplan/errors'
import { readEnvironment } from '@groundplan/process'

/** What of the server is used: an app is no library of another one. */
interface ServerModules {
  readConfig(): unknown
  startServer(
    config: unknown,
    options: { readonly grainRunner?: InMemoryGrainRunner },
  ): Promise<{ readonly url: string; readonly token: string | undefined; close(): Promise<void> }>
}

const server = join(import.meta.dirname, '../../../../server/src')
const { readConfig } = (await import(join(server, 'config.ts'))) as ServerModules
const { startServer } = (await import(join(server, 'start-server.ts'))) as ServerModules

const { GROUNDPLAN_TEST_GATE: gate, GROUNDPLAN_TEST_TERRAFORM: terraform } = readEnvironment()
const grainRunner = new InMemoryGrainRunner()
// A thing that is called broken cannot be applied, one that is called unknown not even planned; none is applied while the gate is shut.
grainRunner.hook = async ({ step, task, context }) => {
  const { things } = task.scope.inputs ?? {}
  const has = (thing: string) => Array.isArray(things) && things.includes(thing)
  if (step === 'plan' && has('unknown')) throw new ConflictError('There is no such thing.')
  if (step !== 'apply') return
  if (has('broken')) throw new ConflictError('The quota is used up.')
  while (gate !== undefined && existsSync(gate) && !context.signal.aborted) await delay(20)
}

const { url, token, close } = await startServer(readConfig(), terraform === undefined ? { grainRunner } : {})
process.send?.({ kind: 'ready', url, token })
process.once('disconnect', () => void close().finally(() => process.exit(0)))
