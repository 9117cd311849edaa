import { join } from 'node:path'
import { InputError } from '@groundplan/errors'
import {
  announceServer,
  answerChallenge,
  createServerSecret,
  withdrawAnnouncement,
} from '@groundplan/process'
import type { FastifyInstance } from 'fastify'
import { checkExposure, checkListening } from './access/check-exposure.ts'
import { compose, type ComposeOptions } from './compose.ts'
import type { ServerConfig } from './config.ts'
import { createHttpServer, createWorkerServer } from './create-http-server.ts'
import { createSilentLogger } from './log/create-logger.ts'
import { describeForLog } from './log/describe-error.ts'
import { createSignInLink } from './sign-in/serve-local-sign-in.ts'
import { takeHome } from './take-home.ts'

export interface RunningServer {
  /** Where it answers, e.g. `http://localhost:4400`. */
  readonly url: string
  /** With which a browser signs in once; absent where nobody needs it. */
  readonly link: string | undefined
  /** With which programs of this user call it; absent where none is needed. */
  readonly token: string | undefined
  close(): Promise<void>
}

/** Starts the server on its home folder, of which it is the only user. Throws PlatformError with nothing left running. */
export async function startServer(
  config: ServerConfig,
  options: ComposeOptions = {},
): Promise<RunningServer> {
  const { logger = createSilentLogger() } = options
  await checkExposure(config)
  const { home, lock } = await takeHome(config)
  const cleanup: (() => Promise<unknown>)[] = [async () => lock.release()]
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
  const listening = Promise.withResolvers<string>()
  // Nobody may wait for it.
  listening.promise.catch(() => {})
  try {
    const {
      context,
      contextOf,
      webhooks,
      signIn,
      findWorkloadCaller,
      localSignIn,
      checkImportAddresses,
      checkDatabase,
      close: closeContext,
    } = await compose({ ...config, home }, { ...options, findServerUrl: () => listening.promise })
    cleanup.push(closeContext)
    const secret = createServerSecret()
    let url = ''
    const findBaseUrl = () => config.publicUrl?.replace(/\/+$/, '') ?? url
    const serve = config.role === 'worker' ? createWorkerServer : createHttpServer
    const server = await serve({
      ...{ context, contextOf, checkDatabase, logger, webhooks, checkImportAddresses },
      ...{ accessToken: config.accessToken, signIn, findWorkloadCaller, localSignIn, findBaseUrl },
      allowedHosts: [...config.allowedHosts, hostInUrl(config.host)],
      answerChallenge: (challenge: string) => answerChallenge(secret, challenge),
      trustedProxies: config.audit?.trustedProxies,
      portalDirectory: join(import.meta.dirname, '../../portal/dist'),
      onUnexpectedError: (error, reference) =>
        logger.error({ reference, error: describeForLog(error) }, 'internal error'),
    })
    cleanup.push(() => server.close())
    url = await listen(server, config)
    listening.resolve(url)
    checkListening(server.addresses(), config)
    await announceServer(home, { pid: process.pid, url, secret, token: localSignIn?.token })
    cleanup.push(() => withdrawAnnouncement(home))
    const link = localSignIn && createSignInLink(localSignIn, findBaseUrl())
    return { url, close, link, token: localSignIn?.token }
  } catch (error) {
    listening.reject(error)
    // What went wrong first says more than what then could not be closed.
    await close().catch(() => {})
    throw error
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
          ? 'is not allowed'
          : 'does not exist on this machine'
    throw new InputError(`The address ${host}:${port} ${reason}.`, {
      hint: 'Stop the program that uses it, or choose another port with --port or GROUNDPLAN_PORT (0 selects a free one).',
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
