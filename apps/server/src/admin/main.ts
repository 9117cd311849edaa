import { InputError, toPlatformError } from '@groundplan/errors'
import { readConfig, type ServerConfig } from '../config.ts'
import { describeForLog } from '../log/describe-error.ts'
import { adopt } from './adopt.ts'
import { backUp } from './backup.ts'
import { check } from './check.ts'
import { restore } from './restore.ts'

/** What the command line asks for with the first argument; the second is a folder. */
const tasks: Readonly<Record<string, (config: ServerConfig, folder: string) => Promise<unknown>>> = {
  adopt,
  check,
  backup: backUp,
  restore,
}

/** The command line starts this as its child and hears how it went through the channel. */
function tellParent(message: Readonly<Record<string, unknown>>): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, () => resolve())
  })
}

try {
  const [name = '', folder = ''] = process.argv.slice(2)
  const task = tasks[name]
  if (task === undefined) throw new InputError(`Unknown task "${name}".`)
  await tellParent({ kind: 'done', result: await task(readConfig(), folder) })
} catch (error) {
  const { code, message, hint } = toPlatformError(error)
  if (code === 'internal') console.error(describeForLog(error))
  await tellParent({ kind: 'failed', code, message, hint })
}
process.exit(0)
