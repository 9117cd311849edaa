import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ownHosts, parseHost } from './access/parse-host.ts'
import { refuse } from './refuse.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what others than browsers ask, who prove who they are otherwise. */
    readonly anyOrigin?: boolean
  }
}

const foreign = { message: 'Requests from other sites are not allowed.' }
const unproven = {
  message: 'The browser does not say which site makes this request, so that its cookie does not count.',
  hint: 'Use a current browser. Programs send a token, not a cookie.',
}
const notJson = { message: 'Send JSON, with the content type application/json.' }

/**
 * Refuses requests that a page of another site makes with the user's browser: those that reach us under a foreign name
 * (DNS rebinding), those whose origin is not the host that they ask, and those of which the browser says that another site makes
 * them (https://www.w3.org/TR/fetch-metadata/). Links from other sites to pages of the portal work. A cookie counts for a change only
 * if the browser says that a page of ours makes it.
 */
export function guardOrigin(server: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set([...ownHosts, ...allowedHosts].map((host) => host.toLowerCase()))
  server.addHook('onRequest', async (request, reply) => {
    // Hosts reach us under whatever name the network gives us, and no browser has what they sign with.
    if (request.routeOptions.config.anyOrigin === true) return undefined
    const { origin, host: header } = request.headers
    const parsed = parseHost(header)
    if (parsed === undefined) return refuse(reply, 400, { message: 'The Host header is missing or invalid.' })
    const { host, name } = parsed
    if (!allowed.has(name)) {
      return refuse(reply, 421, {
        message: `This server does not answer as "${name.slice(0, 100)}"; see GROUNDPLAN_ALLOWED_HOSTS.`,
      })
    }
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
      return refuse(reply, 403, foreign)
    if (isOfOtherSite(request) && !opensPage(request)) return refuse(reply, 403, foreign)
    if (changesWithCookie(request) && !isOfThisSite(request)) return refuse(reply, 403, unproven)
    return undefined
  })
}

/** Refuses whatever another site asks here, also as a navigation. */
export function guardFromOtherSites(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) =>
    isOfOtherSite(request) ? refuse(reply, 403, foreign) : undefined,
  )
}

/** Refuses bodies that a form of another site can send without asking first: those of a change are JSON. */
export function requireJson(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = request.headers
    const isEmpty = type === undefined && encoding === undefined && Number(length ?? 0) === 0
    if (!isChange(request) || isEmpty || /^application\/json *(?:;|$)/i.test(type ?? '')) return undefined
    return refuse(reply, 415, notJson)
  })
}

/** Browsers add cookies to whatever request, whoever makes it. */
function changesWithCookie(request: FastifyRequest): boolean {
  return isChange(request) && request.headers.cookie !== undefined
}

function isChange({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
}

/** Its origin, if there is one, was compared with the host before. */
function isOfThisSite({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] === 'same-origin' || headers.origin !== undefined
}

/** Browsers say `same-origin`, or `none` for what the user typed; programs say nothing. */
function isOfOtherSite({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function opensPage({ headers, method }: FastifyRequest): boolean {
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return (method === 'GET' || method === 'HEAD') && isNavigation
}
