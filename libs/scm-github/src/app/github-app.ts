import type { KeyObject } from 'node:crypto'
import { ExternalServiceError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import {
  renewedToken,
  toHttpError,
  type HttpFetch,
  type IssuedToken,
  type TokenSource,
} from '@groundplan/http'
import { z } from 'zod'
import { readAppKey, signAppToken } from './sign-app-token.ts'

export interface GithubAppOptions {
  /** App id, or client id. */
  readonly id: string
  /** PEM. */
  readonly privateKey: string
  /** Id of the installation; by default that of `owner`. */
  readonly installation?: string | undefined
  /** Organization or user that the App is installed on. */
  readonly owner: string
  /** Defaults to `https://api.github.com`; `https://<host>/api/v3` for an Enterprise Server. */
  readonly apiUrl?: string | undefined
  readonly fetch: HttpFetch
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

const Installation = z.object({ id: z.number() })
const App = z.object({ slug: z.string() })
const AccessToken = z.object({
  token: z.string().min(1),
  expires_at: z.string(),
  permissions: z.record(z.string(), z.string()).optional(),
})

/**
 * A GitHub App in one of its installations. Its tokens are valid for an hour and are renewed. Reading a token throws NotAllowedError
 * (the key is another App's, a permission is missing, the installation is suspended) or NotFoundError (not installed there).
 */
export class GithubApp implements TokenSource {
  readonly #options: GithubAppOptions
  readonly #key: KeyObject
  readonly #tokens: TokenSource
  #installation: string | undefined
  /** How far GitHub's clock is ahead of ours, in milliseconds. */
  #skew = 0

  /** Throws InputError if the key cannot be read. */
  constructor(options: GithubAppOptions) {
    this.#options = options
    this.#key = readAppKey(options.privateKey, `The private key of the GitHub App ${options.id}`)
    this.#installation = options.installation
    this.#tokens = renewedToken({ issue: () => this.#issue(), now: options.now })
  }

  read(): Promise<string> {
    return this.#tokens.read()
  }

  reject(token: string): void {
    this.#tokens.reject(token)
  }

  /** Login of what the App writes. */
  async findLogin(): Promise<string> {
    const { slug } = parse(App, await this.#readBody(await this.#send('GET', '/app')))
    return `${slug}[bot]`
  }

  async #issue(): Promise<IssuedToken> {
    this.#installation ??= await this.#findInstallation()
    const path = `/app/installations/${encodeURIComponent(this.#installation)}/access_tokens`
    const response = await this.#send('POST', path)
    if (response.status === 404) {
      // It was uninstalled, and may be installed anew under another id.
      this.#installation = this.#options.installation
      throw this.#notInstalled()
    }
    const { token, expires_at: expiresAt, permissions } = parse(AccessToken, await this.#readBody(response))
    this.#requireContents(permissions)
    return { token, lifetime: Date.parse(expiresAt) - this.#hostTime(response) }
  }

  async #findInstallation(): Promise<string> {
    for (const kind of ['orgs', 'users']) {
      const response = await this.#send(
        'GET',
        `/${kind}/${encodeURIComponent(this.#options.owner)}/installation`,
      )
      if (response.status === 404) continue
      return String(parse(Installation, await this.#readBody(response)).id)
    }
    throw this.#notInstalled()
  }

  async #send(method: string, path: string): Promise<Response> {
    const response = await this.#sendOnce(method, path)
    if (response.status !== 401) return response
    const skew = this.#hostTime(response) - this.#now()
    // GitHub refuses tokens that are from the future or too old; by its own clock they are neither.
    if (Math.abs(skew - this.#skew) < 30_000) return response
    this.#skew = skew
    return this.#sendOnce(method, path)
  }

  async #sendOnce(method: string, path: string): Promise<Response> {
    const { id, apiUrl = 'https://api.github.com', fetch } = this.#options
    return fetch(`${apiUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${signAppToken(id, this.#key, this.#now() + this.#skew)}`,
        'user-agent': 'groundplan',
        'x-github-api-version': '2022-11-28',
      },
      // A second token does no harm.
      idempotent: true,
    })
  }

  async #readBody(response: Response): Promise<unknown> {
    const text = await response.text()
    if (response.ok) return parseJson(text)
    const { status } = response
    const { id, owner } = this.#options
    const message = readMessage(text)
    if (status === 401) {
      throw new NotAllowedError(
        `GitHub rejected the private key of the App ${id}${message === '' ? '.' : `: ${message}`}`,
        {
          hint: `Check that the key was generated for the App with this id, and not deleted since.`,
          details: { status, credentials: 'refused' },
        },
      )
    }
    if (status === 403 && /suspended/i.test(message)) {
      throw new NotAllowedError(`The installation of the GitHub App ${id} on ${owner} is suspended.`, {
        hint: `An owner of ${owner} can unsuspend it in the settings, under "GitHub Apps".`,
        details: { status },
      })
    }
    throw toHttpError({ service: 'GitHub', status, subject: `the App ${id} on ${owner}`, message })
  }

  #requireContents(permissions: Readonly<Record<string, string>> | undefined): void {
    if (permissions === undefined || permissions['contents'] !== undefined) return
    const { id, owner } = this.#options
    throw new NotAllowedError(`The GitHub App ${id} lacks the permission "Contents" on ${owner}.`, {
      hint: `Grant it in the App's settings under "Permissions & events"; then an owner of ${owner} has to accept it.`,
      details: { permission: 'contents' },
    })
  }

  #notInstalled(): NotFoundError {
    const { id, owner, installation } = this.#options
    const which = installation === undefined ? '' : ` as installation ${installation}`
    return new NotFoundError(`The GitHub App ${id} is not installed on ${owner}${which}.`, {
      hint: `Install it: App settings > "Install App" > ${owner}.`,
    })
  }

  #now(): number {
    return (this.#options.now ?? Date.now)()
  }

  #hostTime({ headers }: Response): number {
    const date = Date.parse(headers.get('date') ?? '')
    return Number.isNaN(date) ? this.#now() : date
  }
}

function readMessage(text: string): string {
  const result = z.object({ message: z.string() }).safeParse(parseJson(text))
  return result.success ? result.data.message : ''
}

/** Reads an answer of GitHub's. Throws ExternalServiceError if it is something else, such as a proxy's page. */
function parse<Payload>(schema: z.ZodType<Payload>, body: unknown): Payload {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new ExternalServiceError('GitHub returned an unexpected answer.', {
    service: 'GitHub',
    hint: 'Check the API address.',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
