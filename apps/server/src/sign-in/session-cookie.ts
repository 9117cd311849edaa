import type { FastifyReply } from 'fastify'
import type { CookieSettings } from './cookies.ts'

/** Gives the browser the secret of its session. */
export function setSessionCookie(
  reply: FastifyReply,
  { sessionName, options }: CookieSettings,
  { secret, expiresAt }: { readonly secret: string; readonly expiresAt: Date },
): FastifyReply {
  return reply.setCookie(sessionName, secret, { ...options, expires: expiresAt })
}
