import { toPlatformError, visibleText, type PlatformError } from '@groundplan/errors'
import { readConfig } from './config.ts'
import { createLogger } from './log/create-logger.ts'
import { describeForLog } from './log/describe-error.ts'
import { startServer } from './start-server.ts'

/** How long stopping in order may take, in milliseconds; then the process ends anyway. Whatever was going on survives that. */
const patience = 20_000

/** A program that starts the server as its child hears how it went through this channel. */
function tellParent(message: Readonly<Record<string, unknown>>): void {
  if (process.connected) process.send?.(message)
}

// Listened for from the very beginning: whoever asks while the server is still starting must not be overheard.
const stopRequest = new Promise<void>((resolve) => {
  const stop = () => {
    setTimeout(() => process.exit(1), patience).unref()
    resolve()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // The parent is gone: nobody else would stop us.
  process.once('disconnect', stop)
})

/** Nothing can be read or written any more: whoever asked gets the error, then the process ends. */
function endWithoutDatabase({ message, hint }: PlatformError): void {
  console.error(visibleText(hint === undefined ? message : `${message}\n${hint}`, { lines: true }))
  setTimeout(() => process.exit(3), 1000)
}

try {
  const config = readConfig()
  const logger = createLogger({
    level: config.logLevel ?? 'info',
    readable: process.stderr.isTTY,
    // What commands print on standard output is for programs.
    write: (line) => void process.stderr.write(line),
  })
  const server = await startServer(config, { onBroken: endWithoutDatabase, logger })
  logger.info({ url: server.url, role: config.role }, 'started')
  const { url, link, token } = server
  if (process.send === undefined) {
    console.log(`Groundplan is running at ${url}`)
    if (link !== undefined) console.log(`Sign in with this link, which works once: ${link}`)
  }
  tellParent({ kind: 'ready', url, link, token })
  await stopRequest
  await server.close()
  process.exit(0)
} catch (error) {
  const { code, message, hint } = toPlatformError(error)
  if (process.send === undefined)
    console.error(visibleText(hint === undefined ? message : `${message}\n${hint}`, { lines: true }))
  tellParent({ kind: 'failed', code, message, hint })
  if (code === 'internal') console.error(describeForLog(error))
  process.exitCode = code === 'external-service' ? 3 : code === 'internal' ? 1 : 2
  if (process.connected) process.disconnect()
}
