import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConflictError, errorMessage, InputError } from '@groundplan/errors'
import { claimFile, type Claim } from '@groundplan/process'
import type { FastifyInstance } from 'fastify'
import { compose } from './compose.ts'
import type { ServerConfig } from './config.ts'
import { createHttpServer } from './create-http-server.ts'

export interface RunningServer {
  /** Where it answers, e.g. `http://localhost:4400`. */
  readonly url: string
  close(): Promise<void>
}

/** Starts the server on its home folder, of which it is the only user. Throws PlatformError with nothing left running. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const claim = await claimHome(config.home)
  const cleanup: (() => Promise<unknown>)[] = [() => claim.release()]
  const close = async () => {
    for (let step = cleanup.pop(); step !== undefined; step = cleanup.pop()) await step()
  }
  try {
    const { context, close: closeContext } = await compose(config)
    cleanup.push(closeContext)
    const server = await createHttpServer({
      context,
      allowedHosts: config.allowedHosts,
      portalDirectory: join(import.meta.dirname, '../../portal/dist'),
      onUnexpectedError: (error) => console.error(error),
    })
    cleanup.push(() => server.close())
    const url = await listen(server, config)
    await claim.announce(url)
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function claimHome(home: string): Promise<Claim> {
  try {
    await mkdir(home, { recursive: true })
    const result = await claimFile(join(home, 'server.json'))
    if (result.kind === 'claimed') return result.claim
    const { pid, url } = result.holder
    const where = url === undefined ? `by process ${pid}` : `at ${url} (process ${pid})`
    throw new ConflictError(`Groundplan is already running ${where} for ${home}.`, {
      hint: 'Use that one, stop it, or choose another folder with GROUNDPLAN_HOME.',
    })
  } catch (error) {
    if (error instanceof ConflictError) throw error
    throw new InputError(`The folder ${home} cannot be used: ${errorMessage(error)}`, {
      hint: 'Make it writable or choose another one with GROUNDPLAN_HOME.',
      cause: error,
    })
  }
}

async function listen(server: FastifyInstance, { host, port }: ServerConfig): Promise<string> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error
    const reason =
      code === 'EADDRINUSE'
        ? 'is already in use'
        : code === 'EACCES'
          ? 'may not be used'
          : 'does not exist here'
    throw new InputError(`The address ${host}:${port} ${reason}.`, {
      hint: 'Stop what listens there, or choose another port with --port or GROUNDPLAN_PORT (0 takes a free one).',
      cause: error,
    })
  }
  const address = server.addresses()[0]
  return `http://${host.includes(':') ? `[${host}]` : host}:${typeof address === 'object' ? address.port : port}`
}
