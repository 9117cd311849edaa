/**
 * A server process for browser tests, whose environments are launched by a runner in memory that takes its time. Asked to `restart` over
 * the channel to its parent, it stops the server and starts another one on the same home and port; what the runner has created stays, as
 * in a cloud.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { ConflictError } from '@groundplan/errors'
import { InMemoryGrainRunner } from '@groundplan/environment/testing'
import { readConfig } from './config.ts'
import { startServer } from './start-server.ts'

/** How long each step, and each change of an apply, takes, in milliseconds. */
const pace = Number(process.env['SHOP_PACE'] ?? 150)

const runner = new InMemoryGrainRunner()
runner.hook = async ({ step, task, changes, context }) => {
  if (step === 'plan') {
    for (let line = 1; line <= 40; line += 1) context.onLog(`${task.grain}: Refreshing state … ${line} of 40`)
  }
  await delay(pace)
  const { broken } = task.scope.inputs as { readonly broken?: unknown }
  if (step === 'plan' && (broken === 'all' || broken === `invalid ${task.grain}`))
    throw new ConflictError(
      'Error: Invalid value for variable\n\n  on main.tf line 3:\n   3: variable "size" {',
    )
  if (step === 'apply' && changes === undefined && broken === task.grain) {
    context.onLog(`Error: the quota for ${task.grain} is used up`)
    throw new ConflictError('The quota is used up.', { hint: 'Ask for more.' })
  }
}

const config = readConfig()
let server = await startServer(config, { grainRunner: runner })
const port = Number(new URL(server.url).port)
process.send?.({ kind: 'ready', url: server.url })
process.on('message', (message) => {
  if (message !== 'restart') return
  void (async () => {
    await server.close()
    await delay(1000)
    server = await startServer({ ...config, port }, { grainRunner: runner })
    process.send?.({ kind: 'restarted' })
  })()
})
process.once('disconnect', () => void server.close().then(() => process.exit(0)))
