import { actorOf } from '@groundplan/access'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asCaller } from '../audit/record-refusals.ts'
import type { CookieSettings } from './cookies.ts'
import type { SessionFinder } from './sign-in.ts'

/** Gives the browser the secret of its session. */
export function setSessionCookie(
  reply: FastifyReply,
  { sessionName, options }: CookieSettings,
  { secret, expiresAt }: { readonly secret: string; readonly expiresAt: Date },
): FastifyReply {
  return reply.setCookie(sessionName, secret, { ...options, expires: expiresAt })
}

/** Ends the session that the browser still has when somebody signs in again: nobody would use it, or sign out of it. */
export async function endFormerSession(
  request: FastifyRequest,
  { sessionName }: Pick<CookieSettings, 'sessionName'>,
  sessions: SessionFinder,
): Promise<void> {
  const secret = request.cookies[sessionName]
  const former = secret === undefined ? undefined : await sessions.find(secret)
  if (former === undefined) return
  const { id, identity } = former.session
  await asCaller(request, actorOf(identity), () => sessions.end(id))
}
