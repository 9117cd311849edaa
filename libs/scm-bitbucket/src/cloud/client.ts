import { createHttpFetch, withToken, type HttpFetch, type HttpRequestInit } from '@groundplan/http'
import bitbucket, { type BitbucketApi } from 'bitbucket/lib/index.umd.js'
import { z } from 'zod'
import { readReply } from '../read-reply.ts'
import { signIn, type SignIn } from './authentication.ts'
import type { BitbucketCloudOptions } from './bitbucket-cloud-options.ts'
import { service } from './service.ts'
import { translateError } from './translate-error.ts'

const defaultApiUrl = 'https://api.bitbucket.org/2.0'
const defaultWebUrl = 'https://bitbucket.org'

/** Parameters of every call of the `bitbucket` package. */
export interface CallOptions {
  readonly request: {
    readonly fetch: HttpFetch
    readonly signal?: AbortSignal
    readonly idempotent?: boolean
  }
}

/** One request: its name for messages, the schema of its response, and how to send it. */
export interface Call<Payload> {
  readonly subject: string
  readonly schema: z.ZodType<Payload>
  readonly signal?: AbortSignal | undefined
  /** Marks a POST as idempotent. */
  readonly idempotent?: boolean
  send(api: BitbucketApi, options: CallOptions): Promise<Answer>
}

/** What the `bitbucket` package returns. */
interface Answer {
  readonly data: unknown
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly url: string
}

/** A response and its date by the host's clock. */
export interface TimedReply<Payload> {
  readonly payload: Payload
  readonly date: Date | undefined
}

/** Bitbucket Cloud's API through the npm package `bitbucket`. */
export class BitbucketCloudClient {
  readonly webUrl: string
  readonly wait: BitbucketCloudOptions['wait']
  readonly signIn: SignIn
  readonly #api: BitbucketApi
  readonly #fetch: HttpFetch

  constructor({ authentication, apiUrl, webUrl, fetch, wait }: BitbucketCloudOptions) {
    this.wait = wait
    this.webUrl = (webUrl ?? defaultWebUrl).replace(/\/+$/, '')
    this.signIn = signIn(authentication)
    const { tokens, printAuthorization } = this.signIn
    this.#fetch = withToken(fetch ?? createHttpFetch({ service }), tokens, printAuthorization)
    // Without `notice: false` the package writes an advertisement to the standard output.
    this.#api = new bitbucket.Bitbucket({
      baseUrl: (apiUrl ?? defaultApiUrl).replace(/\/+$/, ''),
      notice: false,
    })
  }

  /** Sends one request. Throws the errors of ScmHost. */
  async call<Payload>(call: Call<Payload>): Promise<Payload> {
    return (await this.callTimed(call)).payload
  }

  /** Sends one request and returns the response with its date. */
  async callTimed<Payload>(call: Call<Payload>): Promise<TimedReply<Payload>> {
    const { data, headers } = await this.#send(call)
    const payload = readReply({ service, subject: call.subject, data }, call.schema)
    return { payload, date: readDate(headers) }
  }

  /** Reads a list page by page. */
  async *listPages<Item>(call: Call<Item>): AsyncGenerator<TimedReply<readonly Item[]>> {
    const pageSchema = z.object({ values: z.array(call.schema), next: z.string().optional() })
    for (let send = call.send; ;) {
      const answer = await this.#send({ ...call, send })
      const { values, next } = readReply({ service, subject: call.subject, data: answer.data }, pageSchema)
      yield { payload: values, date: readDate(answer.headers) }
      if (next === undefined) return
      const url = followingPage(answer.url, next)
      send = (api, options) => api.request({ method: 'GET', url, ...options })
    }
  }

  /** All items of a list. */
  async list<Item>(call: Call<Item>): Promise<readonly Item[]> {
    const items: Item[] = []
    for await (const { payload } of this.listPages(call)) items.push(...payload)
    return items
  }

  async #send({ subject, signal, idempotent = false, send }: Omit<Call<unknown>, 'schema'>): Promise<Answer> {
    // The package converts errors thrown by fetch to status 500 and drops the cause.
    const failure: { thrown?: unknown } = {}
    const fetch = this.#watchFetch(failure)
    const request = {
      fetch,
      ...(signal === undefined ? {} : { signal }),
      ...(idempotent ? { idempotent } : {}),
    }
    try {
      return await send(this.#api, { request })
    } catch (error) {
      throw translateError(failure.thrown ?? error, subject)
    }
  }

  #watchFetch(failure: { thrown?: unknown }): HttpFetch {
    return async (input, init?: HttpRequestInit) => {
      try {
        return withContentType(await this.#fetch(input, init))
      } catch (error) {
        failure.thrown = error
        throw error
      }
    }
  }
}

/** The package cannot read a response without a content type, such as 204. */
function withContentType(response: Response): Response {
  if (response.headers.has('content-type')) return response
  const headers = new Headers(response.headers)
  headers.set('content-type', 'text/plain')
  const { status, statusText } = response
  const copy = new Response(status === 204 ? null : response.body, { status, statusText, headers })
  return Object.defineProperty(copy, 'url', { value: response.url })
}

function readDate({ date }: Answer['headers']): Date | undefined {
  return date === undefined ? undefined : new Date(date)
}

/** Only uses the query of `next`, so that the token cannot be sent elsewhere. */
function followingPage(url: string, next: string): string {
  const following = new URL(url)
  following.search = new URL(next, url).search
  return following.href
}
