import { errorMessage } from '@groundplan/errors'
import { Refusal } from '../model/refusal.ts'
import type { World } from '../model/world.ts'
import type { DescriptionChecker } from '../check/description-checker.ts'
import { type ApiReply, printReply } from './api-reply.ts'
import { authenticate } from './authenticate.ts'
import type { Dialect } from './dialect.ts'
import type { HostUrls } from './host-state.ts'
import type { Incoming, Outgoing } from './exchange.ts'
import { PathTable } from '../check/path-table.ts'
import type { RateCounter } from './rate-counter.ts'
import type { Call, Route, WebhookDeeds } from './route.ts'

export interface ApiOptions {
  readonly world: World
  readonly dialect: Dialect
  readonly token: string
  readonly rates: RateCounter
  readonly checker: DescriptionChecker
  readonly webhooks: WebhookDeeds
}

/** Answers requests to one host's API. */
export class Api {
  readonly #options: ApiOptions
  readonly #routes: PathTable<Route>
  readonly #otherRoutes: PathTable<Route>
  readonly #signInRoutes: PathTable<Route>

  constructor(options: ApiOptions) {
    this.#options = options
    this.#routes = new PathTable(options.dialect.routes)
    this.#otherRoutes = new PathTable(options.dialect.otherRoutes ?? [])
    const all = [...options.dialect.routes, ...(options.dialect.otherRoutes ?? [])]
    this.#signInRoutes = new PathTable(all.filter(({ signsIn }) => signsIn === true))
  }

  async answer(incoming: Incoming, urls: HostUrls): Promise<Outgoing> {
    const { dialect, rates } = this.#options
    const reply = await this.#reply(incoming, urls)
    const headers = { ...dialect.headers(rates.state), ...reply.headers }
    return printReply({ ...reply, headers })
  }

  async #reply(incoming: Incoming, urls: HostUrls): Promise<ApiReply> {
    const { world, dialect, token, rates } = this.#options
    const { authorization } = incoming.headers
    const who = this.#signsIn(incoming)
      ? ({ kind: 'account', account: world.bot } as const)
      : authenticate(world, authorization, { token, basicTokens: dialect.basicTokens })
    if (who.kind !== 'account') return dialect.refuseCredentials(who.kind === 'refused')
    const reached = rates.count(incoming.method)
    if (reached !== undefined)
      return dialect.limitReached(reached, { rate: rates.state, retryAfter: undefined })
    const found = this.#find(incoming)
    if (found === undefined) return dialect.refusePath()
    const { method, query, path } = incoming
    const { params, route, described } = found
    const call = {
      world,
      actor: who.account,
      urls,
      params,
      query,
      method,
      path,
      authorization,
      rate: rates.state,
      webhooks: this.#options.webhooks,
    }
    const body = parseBody(incoming)
    const place = { method, path, template: described ? route.path : undefined }
    if (described) await this.#options.checker.checkRequest({ ...place, query, body, params })
    const reply = await this.#handle(route, { ...call, body: isObject(body) ? body : {} })
    if (described) await this.#options.checker.checkReply({ ...place, reply })
    return dialect.shape?.(reply, query) ?? reply
  }

  #signsIn({ method, path }: Incoming): boolean {
    const { apiPath } = this.#options.dialect
    const within = path.startsWith(`${apiPath}/`) ? path.slice(apiPath.length) : path
    return this.#signInRoutes.find(within, (route) => route.method === method) !== undefined
  }

  #find({ method, path }: Incoming) {
    const { world, dialect, checker } = this.#options
    const accept = (route: Route) => route.method === method
    const other = this.#otherRoutes.find(path, accept)
    if (other !== undefined) return { route: other.item, params: other.params, described: false }
    const within = path.startsWith(`${dialect.apiPath}/`) ? path.slice(dialect.apiPath.length) : path
    const match = this.#routes.find(dialect.resolvePath?.(world, within) ?? within, accept)
    if (match !== undefined) return { route: match.item, params: match.params, described: true }
    void checker.noteUnknown({ method, path: within })
    return undefined
  }

  async #handle(route: Route, call: Call): Promise<ApiReply> {
    try {
      return await route.handle(call)
    } catch (error) {
      if (error instanceof Refusal) return this.#options.dialect.refuse(error)
      this.#options.checker.note(`${route.method} ${call.path}: the stand-in failed: ${errorMessage(error)}`)
      return this.#options.dialect.fail(500)
    }
  }
}

function parseBody({ headers, body }: Incoming): unknown {
  if (body.length === 0) return undefined
  const text = body.toString('utf8')
  if ((headers['content-type'] ?? '').includes('x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    return (headers['content-type'] ?? '').includes('json') ? undefined : text
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
