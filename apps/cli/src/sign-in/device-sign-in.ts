import { setTimeout as delay } from 'node:timers/promises'
import { CancelledError, ExternalServiceError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import { z } from 'zod'
import type { StoredSession } from './stored-sessions.ts'

const Begun = z.object({
  deviceCode: z.string(),
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string().optional(),
  expiresIn: z.number(),
  interval: z.number(),
})
/** What the person has to do, elsewhere. Times are seconds. */
export type BegunSignIn = z.infer<typeof Begun>

const Polled = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['pending', 'slow-down']) }),
  z.object({
    status: z.literal('signed-in'),
    token: z.string(),
    username: z.string(),
    expiresAt: z.string(),
  }),
])

const Refused = z.object({ message: z.string(), hint: z.string().optional() })

/** Begins to sign in at a server. Throws NotFoundError if nobody signs in there. */
export async function beginSignIn(url: string): Promise<BegunSignIn> {
  return Begun.parse(await post(`${url}/auth/device`, {}))
}

/** Waits until the person has signed in. Throws NotAllowedError if they refused or were too late, and CancelledError. */
export async function finishSignIn(
  url: string,
  begun: BegunSignIn,
  signal: AbortSignal,
): Promise<StoredSession> {
  const deadline = Date.now() + begun.expiresIn * 1000
  let { interval } = begun
  while (Date.now() < deadline) {
    await wait(interval * 1000, signal)
    const polled = Polled.parse(await post(`${url}/auth/device/token`, { deviceCode: begun.deviceCode }))
    if (polled.status === 'signed-in') {
      const { token, username, expiresAt } = polled
      return { token, username, expiresAt }
    }
    // RFC 8628: five seconds more, from then on.
    if (polled.status === 'slow-down') interval += 5
  }
  throw new NotAllowedError('The code was not entered in time.', { hint: 'Run `groundplan login` again.' })
}

/** Ends a session at the server; returns where the browser can end the provider's own. */
export async function signOut(url: string, token: string): Promise<string | undefined> {
  const answer = await post(`${url}/auth/sign-out`, {}, { authorization: `Bearer ${token}` })
  return z.object({ signOutUrl: z.string().optional() }).parse(answer).signOutUrl
}

async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  }).catch((error: unknown) => {
    throw new ExternalServiceError('Could not reach the server.', {
      service: 'groundplan',
      hint: 'Check GROUNDPLAN_URL and whether the server is running.',
      cause: error,
    })
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  if (response.status === 404 || response.status === 405) {
    throw new NotFoundError('This server has no identity provider, so nobody signs in.', {
      hint: 'Set GROUNDPLAN_ACCESS_TOKEN if it requires a token. See docs/security.md.',
    })
  }
  const { message, hint } = Refused.catch({ message: `The server answered ${response.status}.` }).parse(
    answer,
  )
  throw new NotAllowedError(message, { hint })
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal })
  } catch (error) {
    throw new CancelledError(undefined, { cause: error })
  }
}
