import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { refuse } from '../refuse.ts'
import { callerKey, RateLimiter } from './rate-limiter.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what anybody may ask: whether the server is up, schemas, and deliveries, which are signed. */
    readonly withoutToken?: boolean
  }
}

export interface AccessTokenOptions {
  readonly token: string
  readonly failuresPerMinute: number
}

/**
 * Answers only those who send the access token, as `Authorization: Bearer` or as the password of HTTP Basic, for which browsers
 * have a dialog of their own. Wrong tokens are limited per address; the right one is always accepted, because everybody behind a
 * proxy has the same address.
 */
export function requireAccessToken(
  server: FastifyInstance,
  { token, failuresPerMinute: perMinute }: AccessTokenOptions,
): void {
  const expected = digest(token)
  const failures = new RateLimiter({ perMinute })
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.withoutToken === true) return undefined
    const given = readToken(request.headers.authorization)
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined
    if (given !== undefined && !failures.take(callerKey(request.socket.remoteAddress))) {
      reply.header('retry-after', '60')
      return refuse(reply, 429, {
        message: 'Too many invalid access tokens.',
        hint: 'Try again in a minute.',
      })
    }
    reply.header('www-authenticate', 'Basic realm="Groundplan", charset="UTF-8"')
    return refuse(reply, 401, {
      message: given === undefined ? 'This server requires an access token.' : 'Invalid access token.',
      hint: 'Set GROUNDPLAN_ACCESS_TOKEN; in a browser, enter the token as the password.',
    })
  })
}

/** The same length for any text, as the comparison needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function readToken(authorization: string | undefined): string | undefined {
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+) *$/i.exec(authorization ?? '') ?? []
  if (scheme === '') return undefined
  if (scheme.toLowerCase() === 'bearer') return credentials
  const pair = Buffer.from(credentials, 'base64').toString('utf8')
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined
}
