import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { printReply } from './api-reply.ts'
import type { Dialect } from './dialect.ts'
import type { HostUrls } from './host-state.ts'
import { type Incoming, type Outgoing, receive, send, sendHalf } from './exchange.ts'
import type { Fault, FaultTarget } from './fault.ts'
import type { RateCounter } from './rate-counter.ts'
import type { Api } from './serve-api.ts'
import { parseGitPath, serveGit } from './serve-git.ts'
import { Refusal } from '../model/refusal.ts'
import type { World } from '../model/world.ts'

export interface HostServerOptions {
  readonly world: World
  readonly dialect: Dialect
  readonly token: string
  readonly rates: RateCounter
  readonly api: Api
  readonly port: number
  /** For HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** Called for every request; returns its fault. */
  readonly onRequest: (request: Omit<FaultTarget, 'index'>) => Fault | undefined
  readonly onGitOperation: () => void
}

/** One host: git and API on a port of their own. */
export class HostServer {
  readonly #options: HostServerOptions
  readonly #server: Server

  constructor(options: HostServerOptions) {
    this.#options = options
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response)
    const { tls } = options
    this.#server = tls === undefined ? createServer(serve) : createSecureServer({ ...tls }, serve)
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#options.port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get urls(): HostUrls {
    const { port } = this.#server.address() as AddressInfo
    const scheme = this.#options.tls === undefined ? 'http' : 'https'
    const web = `${scheme}://127.0.0.1:${port}`
    return { web, api: `${web}${this.#options.dialect.apiPath}` }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      response.setHeader('date', this.#options.world.now().toUTCString())
      const incoming = await receive(request)
      const fault = this.#options.onRequest(describe(this.#options.dialect, incoming))
      await this.#inject(fault, { incoming, response })
    } catch {
      // The client is gone, or what it sent cannot be read: there is nobody to answer.
      response.destroy()
    }
  }

  async #inject(
    fault: Fault | undefined,
    { incoming, response }: { incoming: Incoming; response: ServerResponse },
  ): Promise<void> {
    if (fault?.kind === 'delay') await wait(fault.milliseconds)
    if (fault?.kind === 'reset' && fault.when === 'before') return void response.destroy()
    const early = this.#failEarly(fault)
    if (early !== undefined) return send(response, early)
    const outgoing = await this.#answer(incoming)
    if (fault?.kind === 'status') return send(response, this.#fail(fault))
    if (fault?.kind === 'reset') {
      if (fault.when === 'midway') sendHalf(response, outgoing)
      else response.destroy()
      return
    }
    send(response, outgoing)
  }

  #failEarly(fault: Fault | undefined): Outgoing | undefined {
    const { dialect, rates } = this.#options
    const { state } = rates
    switch (fault?.kind) {
      case 'status':
        return fault.when === 'before' ? this.#fail(fault) : undefined
      case 'refusal':
        return this.#print(dialect.refuse(new Refusal(fault.reason)))
      case 'primary-rate-limit': {
        const resetsAt = new Date(this.#options.world.now().getTime() + fault.resetInSeconds * 1000)
        return this.#print(dialect.limitReached('primary', { rate: { ...state, remaining: 0, resetsAt } }))
      }
      case 'secondary-rate-limit':
        return this.#print(dialect.limitReached('secondary', { rate: state, retryAfter: fault.retryAfter }))
      default:
        return undefined
    }
  }

  #fail({ status, retryAfter }: Fault & { kind: 'status' }): Outgoing {
    const reply = this.#options.dialect.fail(status)
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    return this.#print({ ...reply, headers: { ...reply.headers, ...headers } })
  }

  #print(reply: Parameters<typeof printReply>[0]): Outgoing {
    const headers = this.#options.dialect.headers(this.#options.rates.state)
    return printReply({ ...reply, headers: { ...headers, ...reply.headers } })
  }

  async #answer(incoming: Incoming): Promise<Outgoing> {
    const { world, dialect, token, api, onGitOperation } = this.#options
    const git = parseGitPath(dialect, incoming.path)
    if (git === undefined) return api.answer(incoming, this.urls)
    const outgoing = await serveGit(world, dialect, { incoming, git, token })
    if (git.rest === '/info/refs' && outgoing.status !== 401) onGitOperation()
    return outgoing
  }
}

function describe(dialect: Dialect, { method, path, query, body }: Incoming): Omit<FaultTarget, 'index'> {
  const isGit = parseGitPath(dialect, path) !== undefined
  const service = isGit && query.has('service') ? `?service=${query.get('service')}` : ''
  const target = { host: dialect.kind, method, path: `${path}${service}` }
  return isGit
    ? { ...target, kind: 'git', body: '' }
    : { ...target, kind: 'api', body: body.toString('utf8') }
}
