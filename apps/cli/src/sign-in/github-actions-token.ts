import { errorMessage, ExternalServiceError } from '@groundplan/errors'
import { z } from 'zod'

/** Where a job with the permission `id-token: write` gets its tokens, as the runner says in its environment. */
export interface GithubActionsIdentity {
  readonly requestUrl: string
  readonly requestToken: string
}

const Answer = z.object({ value: z.string().min(1) })

/** Milliseconds. */
const patience = 10_000

/** A token is replaced this many milliseconds before it expires. */
const margin = 60_000

/** Gets tokens for a server, each until shortly before it expires. Throws ExternalServiceError. */
export function createGithubActionsToken(
  identity: GithubActionsIdentity,
  audience: string,
): () => Promise<string> {
  let current: Promise<{ readonly token: string; readonly until: number }> | undefined
  return async () => {
    const known = await current?.catch(() => undefined)
    if (known !== undefined && Date.now() < known.until) return known.token
    current = requestToken(identity, audience)
    return (await current).token
  }
}

async function requestToken(
  { requestUrl, requestToken: authorization }: GithubActionsIdentity,
  audience: string,
) {
  try {
    const url = new URL(requestUrl)
    url.searchParams.set('audience', audience)
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${authorization}`, accept: 'application/json' },
      signal: AbortSignal.timeout(patience),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const token = Answer.parse(await response.json()).value
    return { token, until: expiryOf(token) - margin }
  } catch (error) {
    throw new ExternalServiceError(`Could not get a token from GitHub Actions: ${errorMessage(error)}.`, {
      service: 'github-actions',
      hint: 'Give the job the permission `id-token: write`, or set GROUNDPLAN_ACCESS_TOKEN.',
      cause: error,
    })
  }
}

/** Milliseconds since 1970; 0 where the token does not say it. */
function expiryOf(token: string): number {
  const [, payload = ''] = token.split('.')
  try {
    const { exp } = z
      .object({ exp: z.number() })
      .parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    return exp * 1000
  } catch {
    return 0
  }
}
