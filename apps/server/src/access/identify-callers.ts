import { createHash, timingSafeEqual } from 'node:crypto'
import { isSignedToken, sessionPrefix, tokenPrefix, type Caller, type Session } from '@groundplan/access'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse, type Refusal } from '../refuse.ts'
import { createCookieSettings } from '../sign-in/cookies.ts'
import type { LocalSignIn } from '../sign-in/local-sign-in.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { setSessionCookie } from '../sign-in/session-cookie.ts'
import type { FindWorkloadCaller } from './find-workload-caller.ts'
import { callerKey, RateLimiter } from '../rate-limiter.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what anybody may ask: whether the server is up, schemas, and deliveries, which are signed. */
    readonly withoutToken?: boolean
    /** True for what anybody may ask, but is answered to whoever calls. */
    readonly identifies?: boolean
  }
  interface FastifyRequest {
    /** Who calls with a token or a session of their own. */
    caller?: Caller | undefined
    /** True for a program that has read the token in the home folder. */
    isLocalProgram?: boolean | undefined
    /** The session of a person who calls. */
    session?: Session | undefined
  }
}

export interface IdentifyCallersOptions {
  /** The token that may do everything; absent: whoever reaches the server and has no token of a program may. */
  readonly accessToken: string | undefined
  /** Who calls with the token of a program, if it is valid. */
  readonly findTokenCaller: (secret: string) => Promise<Caller | undefined>
  /** Who calls with a token of another issuer; absent: nobody does. */
  readonly findWorkloadCaller?: FindWorkloadCaller | undefined
  readonly failuresPerMinute: number
  /** How people sign in; absent: they don't. */
  readonly signIn?: SignIn | undefined
  /** How the one administrator signs in where there is no identity provider. */
  readonly localSignIn?: LocalSignIn | undefined
  /** Where browsers reach the server. */
  readonly findBaseUrl: () => string
}

/**
 * Finds out who calls: by the token of a program, of another issuer, the access token or the session of a person. Tokens come as `Authorization: Bearer` or
 * as the password of HTTP Basic, sessions of browsers as a cookie. If there is an access token or people sign in, nobody else is
 * answered. Wrong tokens are limited per address; right ones are always accepted, because everybody behind a proxy has the same address.
 */
export function identifyCallers(server: FastifyInstance, options: IdentifyCallersOptions): void {
  const { accessToken, failuresPerMinute: perMinute } = options
  const signIn = options.signIn ?? options.localSignIn
  const failures = new RateLimiter({ perMinute })
  const isOpen = accessToken === undefined && signIn === undefined
  server.decorateRequest('caller')
  server.decorateRequest('session')
  server.decorateRequest('isLocalProgram')
  const identify = createIdentification(options)
  server.addHook('onRequest', async (request, reply) => {
    const { withoutToken = false, identifies = false } = request.routeOptions.config
    // Where people sign in, everybody gets the portal, and every address that is none of ours is one of its pages.
    if (withoutToken || (signIn !== undefined && request.is404)) return undefined
    const given = readToken(request.headers.authorization)
    if (await identify(request, reply, given)) return undefined
    if (identifies || (isOpen && !namesCaller(given))) return undefined
    if (given !== undefined && !failures.take(callerKey(request.socket.remoteAddress))) {
      reply.header('retry-after', '60')
      return refuse(reply, 429, {
        message: 'Too many invalid access tokens.',
        hint: 'Try again in a minute.',
      })
    }
    // A dialog of the browser would hide the page on which people sign in.
    if (signIn === undefined) reply.header('www-authenticate', 'Basic realm="Groundplan", charset="UTF-8"')
    const signsIn = options.signIn !== undefined ? 'oidc' : signIn !== undefined ? 'local' : 'none'
    return refuse(reply, 401, refusalOf(given, signsIn))
  })
}

/** Whether a request is somebody's; says so in the request. */
function createIdentification(options: IdentifyCallersOptions) {
  const { accessToken, findTokenCaller, findWorkloadCaller, localSignIn, findBaseUrl } = options
  const signIn = options.signIn ?? localSignIn
  const expected = accessToken === undefined ? undefined : digest(accessToken)
  const ofProgram = localSignIn && digest(localSignIn.token)
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    given: string | undefined,
  ): Promise<boolean> => {
    if (given !== undefined && expected !== undefined && timingSafeEqual(digest(given), expected)) return true
    if (given !== undefined && ofProgram !== undefined && timingSafeEqual(digest(given), ofProgram)) {
      request.caller = localSignIn?.caller
      request.isLocalProgram = true
      return true
    }
    if (given?.startsWith(tokenPrefix) === true) {
      request.caller = await findTokenCaller(given)
      return request.caller !== undefined
    }
    if (findWorkloadCaller !== undefined && given !== undefined && isSignedToken(given)) {
      request.caller = await findWorkloadCaller(given)
      return request.caller !== undefined
    }
    if (signIn === undefined) return false
    const settings = createCookieSettings(findBaseUrl())
    const secret = given?.startsWith(sessionPrefix) === true ? given : request.cookies[settings.sessionName]
    const found = secret === undefined ? undefined : await signIn.find(secret)
    if (found === undefined) return false
    const { caller, session, renewed } = found
    request.caller = caller
    request.session = session
    if (renewed !== undefined)
      setSessionCookie(reply, settings, { secret: renewed, expiresAt: session.expiresAt })
    return true
  }
}

/** True for what says who calls: wrong ones are refused also where nobody needs one. */
function namesCaller(given: string | undefined): boolean {
  if (given === undefined) return false
  return given.startsWith(tokenPrefix) || given.startsWith(sessionPrefix) || isSignedToken(given)
}

function refusalOf(given: string | undefined, signsIn: 'oidc' | 'local' | 'none'): Refusal {
  if (given?.startsWith(tokenPrefix) === true) {
    return {
      message: 'The API token is not valid: it was revoked, has expired or belongs to another server.',
      hint: 'Create a new one with `groundplan token create`, and set GROUNDPLAN_ACCESS_TOKEN to it.',
    }
  }
  if (given !== undefined && isSignedToken(given)) {
    return {
      message: 'The token is not accepted: it has expired, or no space trusts who it was made for.',
      hint: 'Compare its issuer, audience and claims with `groundplan workload list`.',
    }
  }
  if (signsIn === 'local') {
    return {
      message: given === undefined ? 'You are not signed in.' : 'Invalid access token.',
      hint: 'Run `groundplan open` for a link to sign in with. Programs set GROUNDPLAN_ACCESS_TOKEN to an API token.',
    }
  }
  if (given?.startsWith(sessionPrefix) === true)
    return { message: 'Your session has ended.', hint: 'Sign in again with `groundplan login`.' }
  if (signsIn === 'oidc') {
    return {
      message: given === undefined ? 'You are not signed in.' : 'Invalid access token.',
      hint: 'Sign in: in the browser, or with `groundplan login`. Programs set GROUNDPLAN_ACCESS_TOKEN to an API token.',
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
