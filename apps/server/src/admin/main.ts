import { toPlatformError } from '@groundplan/errors'
import { readConfig } from '../config.ts'
import { describeForLog } from '../log-unexpected-error.ts'
import { adopt } from './adopt.ts'

/** The command line starts this as its child and hears how it went through the channel. */
function tellParent(message: Readonly<Record<string, unknown>>): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, () => resolve())
  })
}

try {
  await tellParent({ kind: 'done', result: await adopt(readConfig()) })
} catch (error) {
  const { code, message, hint } = toPlatformError(error)
  if (code === 'internal') console.error(describeForLog(error))
  await tellParent({ kind: 'failed', code, message, hint })
}
process.exit(0)
