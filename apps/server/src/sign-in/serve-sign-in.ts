import { actorOf, findOwnSpaces, isAllowed, permissionNames, type Caller } from '@groundplan/access'
import { accountSpaceId, displayActor } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import { NotAllowedError, PlatformError } from '@groundplan/errors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asCaller } from '../audit/record-refusals.ts'
import { callerKey, RateLimiter } from '../rate-limiter.ts'
import { refuse } from '../refuse.ts'
import {
  createCookieSettings,
  parsePendingSignIn,
  printPendingSignIn,
  signInPatience,
  toReturnPath,
} from './cookies.ts'
import { namedSpace } from '../named-space.ts'
import type { LocalSignIn } from './local-sign-in.ts'
import { endFormerSession, setSessionCookie } from './session-cookie.ts'
import { serveLocalSignIn } from './serve-local-sign-in.ts'
import { renderProblemPage } from './problem-page.ts'
import type { SignIn } from './sign-in.ts'

export interface ServeSignInOptions {
  /** Absent: nobody signs in. */
  readonly signIn: SignIn | undefined
  /** How the one administrator signs in where there is no identity provider. */
  readonly localSignIn?: LocalSignIn | undefined
  /** Where browsers reach the server; known once it listens. */
  readonly findBaseUrl: () => string
  readonly context: Pick<ApiContext, 'caller' | 'spaceId' | 'spaces'>
  /** Sign-ins that one address may begin or end in a minute. */
  readonly signInsPerMinute: number
}

const open = { config: { withoutToken: true } }

/** Signing in and out: the browser's pages under `/auth`, the command line's device flow, and what the provider calls. */
export async function serveSignIn(server: FastifyInstance, options: ServeSignInOptions): Promise<void> {
  const { signIn, localSignIn } = options
  serveSessionFacts(server, options)
  if (signIn === undefined && localSignIn === undefined) return
  const limiter = new RateLimiter({ perMinute: options.signInsPerMinute })
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (limiter.take(callerKey(request.socket.remoteAddress))) return undefined
      reply.header('retry-after', '60')
      return refuse(reply, 429, { message: 'Too many sign-ins.', hint: 'Try again in a minute.' })
    })
    if (localSignIn !== undefined) serveLocalSignIn(scope, { ...options, localSignIn })
    if (signIn === undefined) return
    const served = { ...options, signIn }
    serveBrowser(scope, served)
    serveDevice(scope, served)
    serveProvider(scope, served)
  })
}

interface Served extends ServeSignInOptions {
  readonly signIn: SignIn
}

/**
 * Who is signed in, which spaces they may enter and what they may do in the one that they ask for: what the portal asks before anything
 * else. Nobody needs a permission for it.
 */
function serveSessionFacts(server: FastifyInstance, options: ServeSignInOptions): void {
  const { context } = options
  const signIn = options.signIn !== undefined ? 'oidc' : options.localSignIn !== undefined ? 'local' : 'none'
  const config = signIn === 'none' ? {} : { identifies: true }
  server.get('/auth/session', { config }, async (request, reply) => {
    const caller = request.caller ?? (signIn === 'none' ? context.caller : undefined)
    reply.header('cache-control', 'no-store')
    return {
      signIn,
      ...(caller === undefined
        ? {}
        : {
            user: displayActor(caller.actor),
            ...(await describeSpaces(caller, namedSpace(request), context)),
            accountPermissions: permissionNames.filter((name) => isAllowed(caller, name, accountSpaceId)),
          }),
      ...(request.session === undefined ? {} : describeSession(request)),
    }
  })
}

/** Whoever asks for no space, or for one that they may not enter, is told of the first one that they may. */
async function describeSpaces(
  caller: Caller,
  named: string | undefined,
  context: ServeSignInOptions['context'],
) {
  const spaces = await findOwnSpaces(caller, context)
  const asked = spaces.find(({ name }) => name === named)
  const space = (asked ?? spaces[0])?.name ?? context.spaceId
  const permissions = permissionNames.filter((name) => isAllowed(caller, name, space))
  return { spaces, space, permissions }
}

function describeSession({ session }: FastifyRequest) {
  if (session === undefined) return {}
  const { identity, expiresAt } = session
  return {
    displayName: identity.displayName,
    groups: identity.groups,
    expiresAt: expiresAt.toISOString(),
  }
}

function serveBrowser(server: FastifyInstance, { signIn, findBaseUrl }: Served): void {
  const callbackOf = (baseUrl: string) => `${baseUrl}/auth/callback`

  server.get<{ Querystring: { return?: unknown } }>('/auth/sign-in', open, async ({ query }, reply) =>
    answerPage(reply, async () => {
      const baseUrl = findBaseUrl()
      const { url, checks } = await signIn.provider.begin(callbackOf(baseUrl))
      const pending = printPendingSignIn({ ...checks, returnTo: toReturnPath(query.return, baseUrl) })
      const { signInName, options } = createCookieSettings(baseUrl)
      return reply
        .setCookie(signInName, pending, { ...options, maxAge: signInPatience })
        .redirect(url.href, 303)
    }),
  )

  server.get('/auth/callback', open, async (request, reply) =>
    answerPage(reply, async () => {
      const baseUrl = findBaseUrl()
      const settings = createCookieSettings(baseUrl)
      const pending = parsePendingSignIn(request.cookies[settings.signInName])
      reply.clearCookie(settings.signInName, settings.options)
      if (pending === undefined) {
        throw new NotAllowedError('This sign-in was not begun here, or too long ago.', {
          hint: 'Sign in again, in the same browser.',
        })
      }
      const { search } = new URL(request.url, baseUrl)
      const signedIn = await signIn.provider.finish(new URL(`${callbackOf(baseUrl)}${search}`), pending)
      const { session, secret } = await asCaller(request, actorOf(signedIn.identity), () =>
        signIn.start(signedIn, 'browser'),
      )
      await endFormerSession(request, settings, signIn)
      return setSessionCookie(reply, settings, { secret, expiresAt: session.expiresAt }).redirect(
        pending.returnTo,
        303,
      )
    }),
  )

  server.post('/auth/sign-out', { config: { identifies: true } }, async (request, reply) => {
    const baseUrl = findBaseUrl()
    const settings = createCookieSettings(baseUrl)
    const { session } = request
    if (session !== undefined)
      await asCaller(request, actorOf(session.identity), () => signIn.end(session.id))
    reply.clearCookie(settings.sessionName, settings.options)
    const url = await signIn.provider.findSignOutUrl(`${baseUrl}/`).catch(() => undefined)
    return { signOutUrl: url?.href }
  })
}

/** For the command line: it shows a code, and asks until somebody has entered it at the provider. */
function serveDevice(server: FastifyInstance, { signIn }: Served): void {
  server.post('/auth/device', open, async (_, reply) =>
    answerProgram(reply, () => signIn.provider.beginDevice()),
  )

  server.post<{ Body: { deviceCode?: unknown } | null }>(
    '/auth/device/token',
    open,
    async (request, reply) => {
      const code = request.body?.deviceCode
      if (typeof code !== 'string' || code.length > 4096)
        return refuse(reply, 400, { message: 'The field "deviceCode" is missing.' })
      return answerProgram(reply, async () => {
        const polled = await signIn.provider.pollDevice(code)
        if (typeof polled === 'string') return { status: polled }
        const { session, secret } = await asCaller(request, actorOf(polled.identity), () =>
          signIn.start(polled, 'cli'),
        )
        const { username } = session.identity
        return { status: 'signed-in', token: secret, username, expiresAt: session.expiresAt.toISOString() }
      })
    },
  )
}

/** Back-channel logout: the provider's server tells that somebody has signed out there. */
function serveProvider(server: FastifyInstance, { signIn }: Served): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 20_000 },
    (_, body, done) => done(null, new URLSearchParams(String(body))),
  )
  server.post(
    '/auth/backchannel-logout',
    { config: { withoutToken: true, anyOrigin: true } },
    async ({ body }, reply) => {
      const token = body instanceof URLSearchParams ? body.get('logout_token') : null
      if (token === null) return reply.code(400).send({ error: 'invalid_request' })
      try {
        await signIn.endByProvider(token)
        return await reply.code(200).send()
      } catch (error) {
        if (!(error instanceof NotAllowedError)) throw error
        return reply.code(400).send({ error: 'invalid_request', error_description: error.message })
      }
    },
  )
}

async function answerPage(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return reply
      .code(error instanceof NotAllowedError ? 403 : 502)
      .type('text/html; charset=utf-8')
      .send(renderProblemPage({ message: error.message, hint: error.hint, again: '/auth/sign-in' }))
  }
}

async function answerProgram<Answer>(reply: FastifyReply, work: () => Promise<Answer>) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return refuse(reply, error instanceof NotAllowedError ? 403 : 503, error)
  }
}
