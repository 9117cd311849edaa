import { toPlatformError } from '@groundplan/errors'
import { readConfig } from './config.ts'
import { startServer } from './start-server.ts'

/** A program that starts the server as its child hears how it went through this channel. */
function tellParent(message: Readonly<Record<string, unknown>>): void {
  process.send?.(message)
}

try {
  const server = await startServer(readConfig())
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await server.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // The parent is gone: nobody else would stop us.
  process.on('disconnect', stop)
  if (process.send === undefined) console.log(`Groundplan is at ${server.url}`)
  tellParent({ kind: 'ready', url: server.url })
} catch (error) {
  const { code, message, hint } = toPlatformError(error)
  if (process.send === undefined) console.error(hint === undefined ? message : `${message}\n${hint}`)
  tellParent({ kind: 'failed', code, message, hint })
  if (code === 'internal') console.error(error)
  process.exitCode = code === 'external-service' ? 3 : code === 'internal' ? 1 : 2
  process.disconnect?.()
}
