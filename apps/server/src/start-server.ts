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
  /** Does every step, also when one before it fails. */
  const close = async () => {
    const step = cleanup.pop()
    if (step === undefined) return
    try {
      await step()
    } finally {
      await close()
    }
  }
  try {
    const { context, webhooks, close: closeContext } = await compose(config)
    cleanup.push(closeContext)
    const server = await createHttpServer({
      ...{ context, webhooks },
      allowedHosts: [...config.allowedHosts, hostInUrl(config.host)],
      portalDirectory: join(import.meta.dirname, '../../portal/dist'),
      onUnexpectedError: (error) => console.error(error),
    })
    cleanup.push(() => server.close())
    const url = await listen(server, config)
    await claim.announce(url)
    return { url, close }
  } catch (error) {
    // What went wrong first says more than what then could not be closed.
    await close().catch(() => {})
    throw error
  }
}

function claimPath(home: string): string {
  return join(home, 'server.json')
}

async function claimHome(home: string): Promise<Claim> {
  try {
    await mkdir(home, { recursive: true })
    const result = await claimFile(claimPath(home))
    if (result.kind === 'claimed') return result.claim
    const { pid, url } = result.holder
    const where = url === undefined ? `by process ${pid}` : `at ${url} (process ${pid})`
    throw new ConflictError(`Groundplan is already running ${where} for ${home}.`, {
      hint: `Use that one, stop it, or choose another folder with GROUNDPLAN_HOME. If it is not Groundplan, remove ${claimPath(home)}.`,
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
  return `http://${hostInUrl(host)}:${typeof address === 'object' ? address.port : port}`
}

/** How browsers on this machine write the host. What listens everywhere is reached as `localhost`. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
