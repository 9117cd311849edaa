import { actorOf } from '@groundplan/access'
import type { FastifyInstance } from 'fastify'
import { asCaller } from '../audit/record-refusals.ts'
import { refuse } from '../refuse.ts'
import { createCookieSettings, toReturnPath } from './cookies.ts'
import { localAdministrator } from './local-administrator.ts'
import { linkLifetime, type LocalSignIn } from './local-sign-in.ts'
import { renderProblemPage } from './problem-page.ts'
import { endFormerSession, setSessionCookie } from './session-cookie.ts'

export interface ServeLocalSignInOptions {
  readonly localSignIn: LocalSignIn
  /** Where browsers reach the server; known once it listens. */
  readonly findBaseUrl: () => string
}

/** The address of a new link, with which a browser signs in once. */
export function createSignInLink(localSignIn: LocalSignIn, baseUrl: string): string {
  return `${baseUrl}/auth/link?code=${localSignIn.createCode()}`
}

/** Signs the administrator of this machine in and out. */
export function serveLocalSignIn(
  server: FastifyInstance,
  { localSignIn, findBaseUrl }: ServeLocalSignInOptions,
): void {
  server.get<{ Querystring: { code?: unknown; return?: unknown } }>(
    '/auth/link',
    { config: { withoutToken: true } },
    async (request, reply) => {
      const { code, return: wanted } = request.query
      const baseUrl = findBaseUrl()
      const settings = createCookieSettings(baseUrl)
      const started = await asCaller(request, actorOf(localAdministrator), () =>
        localSignIn.useCode(typeof code === 'string' ? code : ''),
      )
      if (started === undefined) {
        return reply
          .code(403)
          .type('text/html; charset=utf-8')
          .send(
            renderProblemPage({
              message: 'This link was used already, or is too old: it works once, for 10 minutes.',
              hint: 'Run `groundplan open` for a new one, in the folder or with the GROUNDPLAN_HOME of this server.',
            }),
          )
      }
      await endFormerSession(request, settings, localSignIn)
      const { secret, session } = started
      return setSessionCookie(reply, settings, { secret, expiresAt: session.expiresAt }).redirect(
        toReturnPath(wanted, baseUrl),
        303,
      )
    },
  )

  // Only programs that can read the home folder have the token for it.
  server.post('/auth/links', async (request, reply) => {
    if (request.isLocalProgram !== true)
      return refuse(reply, 403, { message: 'Only programs of this machine get links.' })
    return {
      url: createSignInLink(localSignIn, findBaseUrl()),
      expiresAt: new Date(Date.now() + linkLifetime).toISOString(),
    }
  })

  server.post('/auth/sign-out', { config: { identifies: true } }, async (request, reply) => {
    const settings = createCookieSettings(findBaseUrl())
    const { session } = request
    if (session !== undefined)
      await asCaller(request, actorOf(session.identity), () => localSignIn.end(session.id))
    reply.clearCookie(settings.sessionName, settings.options)
    return {}
  })
}
