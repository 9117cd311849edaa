import cookie, { type CookieSerializeOptions } from '@fastify/cookie'
import type { SignInChecks } from '@groundplan/identity-oidc'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

/** Where browsers reach the server, and how its cookies are therefore called and restricted. */
export interface CookieSettings {
  readonly sessionName: string
  readonly signInName: string
  readonly options: CookieSerializeOptions
}

/** How long somebody may stay at the provider, in seconds. */
export const signInPatience = 600

/**
 * Over HTTPS the prefix `__Host-` keeps other hosts of the domain from setting the cookies. On this machine the port is in their names,
 * because cookies do not tell ports apart and several servers can run.
 */
export function createCookieSettings(baseUrl: string): CookieSettings {
  const { protocol, port } = new URL(baseUrl)
  const secure = protocol === 'https:'
  const name = (kind: string) => (secure ? `__Host-groundplan-${kind}` : `groundplan-${kind}-${port || '80'}`)
  return {
    sessionName: name('session'),
    signInName: name('sign-in'),
    options: { path: '/', httpOnly: true, secure, sameSite: 'lax' },
  }
}

/** Reads cookies, for every request that comes later. */
export async function readCookies(server: FastifyInstance): Promise<void> {
  await server.register(cookie)
}

const PendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
})

export interface PendingSignIn extends SignInChecks {
  /** Path in the portal. */
  readonly returnTo: string
}

export function printPendingSignIn(pending: PendingSignIn): string {
  return Buffer.from(JSON.stringify(pending)).toString('base64url')
}

/** `undefined` if the cookie is missing or none of ours. */
export function parsePendingSignIn(cookie: string | undefined): PendingSignIn | undefined {
  if (cookie === undefined) return undefined
  try {
    return PendingSignIn.safeParse(JSON.parse(Buffer.from(cookie, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

/** A path of this server to return to; `/` for whatever could lead elsewhere. */
export function toReturnPath(wanted: unknown, baseUrl: string): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/'
  const url = URL.parse(wanted, baseUrl)
  const isOwn = url !== null && url.origin === new URL(baseUrl).origin && !url.pathname.startsWith('/auth/')
  // A path that begins with two slashes would name a host once it stands alone.
  return isOwn && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}${url.hash}` : '/'
}
