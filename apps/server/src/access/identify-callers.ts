import { createHash, timingSafeEqual } from 'node:crypto'
import { tokenPrefix, type Caller } from '@groundplan/access'
import type { FastifyInstance } from 'fastify'
import { refuse, type Refusal } from '../refuse.ts'
import { callerKey, RateLimiter } from './rate-limiter.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what anybody may ask: whether the server is up, schemas, and deliveries, which are signed. */
    readonly withoutToken?: boolean
  }
  interface FastifyRequest {
    /** Who calls with a token of their own. */
    caller?: Caller | undefined
  }
}

export interface IdentifyCallersOptions {
  /** The token that may do everything; absent: whoever reaches the server and has no token of a program may. */
  readonly accessToken: string | undefined
  /** Who calls with the token of a program, if it is valid. */
  readonly findTokenCaller: (secret: string) => Promise<Caller | undefined>
  readonly failuresPerMinute: number
}

/**
 * Finds out who calls: by the token of a program or the access token, as `Authorization: Bearer` or as the password of HTTP Basic, for
 * which browsers have a dialog of their own. Answers nobody else if there is an access token. Wrong tokens are limited per address; the
 * right one is always accepted, because everybody behind a proxy has the same address.
 */
export function identifyCallers(
  server: FastifyInstance,
  { accessToken, findTokenCaller, failuresPerMinute: perMinute }: IdentifyCallersOptions,
): void {
  const expected = accessToken === undefined ? undefined : digest(accessToken)
  const failures = new RateLimiter({ perMinute })
  server.decorateRequest('caller')
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.withoutToken === true) return undefined
    const given = readToken(request.headers.authorization)
    const isOfProgram = given?.startsWith(tokenPrefix) === true
    if (!isOfProgram && expected === undefined) return undefined
    if (given !== undefined && expected !== undefined && timingSafeEqual(digest(given), expected))
      return undefined
    if (isOfProgram) {
      request.caller = await findTokenCaller(given)
      if (request.caller !== undefined) return undefined
    }
    if (given !== undefined && !failures.take(callerKey(request.socket.remoteAddress))) {
      reply.header('retry-after', '60')
      return refuse(reply, 429, {
        message: 'Too many invalid access tokens.',
        hint: 'Try again in a minute.',
      })
    }
    reply.header('www-authenticate', 'Basic realm="Groundplan", charset="UTF-8"')
    return refuse(reply, 401, refusalOf(given, isOfProgram))
  })
}

function refusalOf(given: string | undefined, isOfProgram: boolean): Refusal {
  if (isOfProgram) {
    return {
      message: 'The API token is not valid: it was revoked, has expired or belongs to another server.',
      hint: 'Create a new one with `groundplan token create`, and set GROUNDPLAN_ACCESS_TOKEN to it.',
    }
  }
  return {
    message: given === undefined ? 'This server requires an access token.' : 'Invalid access token.',
    hint: 'Set GROUNDPLAN_ACCESS_TOKEN; in a browser, enter the token as the password.',
  }
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
