import { ExternalServiceError, NotAllowedError } from '@groundplan/errors'
import { renewedToken, toHttpError, type HttpFetch, type TokenSource } from '@groundplan/http'
import { z } from 'zod'
import { service } from './service.ts'

export interface ClientCredentialsOptions {
  /** Key of an OAuth consumer of the workspace. */
  readonly clientId: string
  readonly clientSecret: string
  /** Defaults to `https://bitbucket.org`. */
  readonly webUrl?: string | undefined
  readonly fetch: HttpFetch
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

const AccessToken = z.object({ access_token: z.string().min(1), expires_in: z.number() })

/**
 * Access tokens of an OAuth consumer, which are valid for two hours and are renewed:
 * https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/
 */
export function clientCredentialsToken(options: ClientCredentialsOptions): TokenSource {
  return renewedToken({
    now: options.now,
    issue: async () => {
      const response = await requestToken(options)
      const text = await response.text()
      if (!response.ok) throw refusal(response.status, text, options)
      const token = AccessToken.safeParse(parseJson(text))
      if (token.success) return { token: token.data.access_token, lifetime: token.data.expires_in * 1000 }
      throw new ExternalServiceError(`${service} returned an unexpected answer to a request for a token.`, {
        service,
        hint: 'Check the address of the host.',
      })
    },
  })
}

function requestToken({
  clientId,
  clientSecret,
  webUrl,
  fetch,
}: ClientCredentialsOptions): Promise<Response> {
  const base = (webUrl ?? 'https://bitbucket.org').replace(/\/+$/, '')
  return fetch(`${base}/site/oauth2/access_token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: 'grant_type=client_credentials',
    // A second token does no harm.
    idempotent: true,
  })
}

/** RFC 6749, 5.2. */
const Refusal = z.object({ error: z.string(), error_description: z.string().optional() })

function refusal(status: number, text: string, { clientId, clientSecret }: ClientCredentialsOptions) {
  const parsed = Refusal.safeParse(parseJson(text))
  const { error, error_description: description } = parsed.success
    ? parsed.data
    : { error: '', error_description: undefined }
  if (status === 401 || /invalid_client|unauthorized_client|invalid_grant/.test(error)) {
    return new NotAllowedError(
      `${service} rejected the OAuth consumer ${clientId}: ${description ?? (error || `status ${status}`)}.`,
      {
        hint: 'Check the key and the secret. The consumer needs a callback URL and "This is a private consumer".',
        details: { status, credentials: 'refused' },
      },
    )
  }
  const subject = `the OAuth consumer ${clientId}`
  return toHttpError({ service, status, subject, message: description ?? error, secrets: [clientSecret] })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
