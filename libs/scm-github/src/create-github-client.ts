import { withToken, type HttpFetch, type TokenSource } from '@groundplan/http'
import { Octokit } from '@octokit/rest'
import { translateGithubError } from './translate-github-error.ts'

export interface GithubClientOptions {
  /** Defaults to `https://api.github.com`; `https://<host>/api/v3` for an Enterprise Server. */
  readonly apiUrl?: string | undefined
  /** Read before each request, for tokens that expire. */
  readonly tokens: TokenSource
  readonly fetch: HttpFetch
}

export type GithubClient = Octokit

/** Creates a client that throws PlatformErrors and leaves retries to `fetch`. */
export function createGithubClient(options: GithubClientOptions): GithubClient {
  const client = new Octokit({
    ...(options.apiUrl === undefined ? {} : { baseUrl: options.apiUrl.replace(/\/+$/, '') }),
    userAgent: 'groundplan',
    request: { fetch: withToken(options.fetch, options.tokens) },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  })
  let token = ''
  client.hook.before('request', async ({ headers }) => {
    token = await options.tokens.read()
    headers['x-github-api-version'] = '2022-11-28'
  })
  client.hook.error('request', (error, request) => {
    throw translateGithubError(error, { subject: subjectOf(request), secrets: [token] })
  })
  return client
}

function ignore(): void {}

function subjectOf(request: Readonly<Record<string, unknown>>): string {
  const { owner, repo, org, username, url } = request
  if (typeof owner === 'string' && typeof repo === 'string') return `${owner}/${repo}`
  const account = org ?? username
  if (typeof account === 'string') return account
  if (url === '/user') return 'the account of the token'
  return typeof url === 'string' ? url.replace(/^https?:\/\/[^/]+/, '') : 'GitHub'
}
