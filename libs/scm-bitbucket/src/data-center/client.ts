import { ExternalServiceError } from '@groundplan/errors'
import { createHttpFetch, type HttpFetch, type HttpRequestInit } from '@groundplan/http'
import { z } from 'zod'
import { readReply } from '../read-reply.ts'
import { printAuthorization } from './authentication.ts'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'
import { service } from './service.ts'
import { translateError } from './translate-error.ts'

/** One request: its name for messages, the schema of its response, and how to send it. */
export interface Call<Payload> {
  readonly subject: string
  readonly schema: z.ZodType<Payload>
  readonly method?: 'GET' | 'POST' | 'PUT'
  /** Below `/rest`; see {@link path}. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Marks a POST as idempotent. */
  readonly idempotent?: boolean
}

/** Bitbucket Data Center's REST API. Responses are parsed with zod, which ignores fields that we do not use. */
export class BitbucketDataCenterClient {
  /** Without a slash at the end. */
  readonly url: string
  readonly wait: BitbucketDataCenterOptions['wait']
  readonly #fetch: HttpFetch
  #username: string | undefined
  readonly #options: BitbucketDataCenterOptions

  constructor(options: BitbucketDataCenterOptions) {
    this.url = options.url.replace(/\/+$/, '')
    this.#fetch = options.fetch ?? createHttpFetch({ service })
    this.#options = options
    this.wait = options.wait
  }

  /** The authenticated user, once the server has responded; every response names it in a header. */
  get username(): string | undefined {
    return this.#username
  }

  /** Sends one request. Throws the errors of ScmHost. */
  async call<Payload>(call: Call<Payload>): Promise<Payload> {
    const { subject, schema } = call
    return readReply({ service, subject, data: await this.#send(call) }, schema)
  }

  /** Follows a list from page to page, one request each, of 100 items or `limit`. */
  async *listPages<Item>({
    limit = 100,
    ...call
  }: Call<Item> & { readonly limit?: number }): AsyncGenerator<readonly Item[]> {
    const schema = z.object({
      values: z.array(call.schema),
      isLastPage: z.boolean(),
      nextPageStart: z.number().nullish(),
    })
    for (let start = 0; ;) {
      const page = await this.call({ ...call, schema, query: { ...call.query, start, limit } })
      yield page.values
      const next = page.nextPageStart ?? undefined
      if (page.isLastPage || next === undefined) return
      start = next
    }
  }

  /** All items of a list. */
  async list<Item>(call: Call<Item>): Promise<readonly Item[]> {
    const items: Item[] = []
    for await (const page of this.listPages(call)) items.push(...page)
    return items
  }

  async #send(call: Omit<Call<unknown>, 'schema'>): Promise<unknown> {
    const response = await this.#fetch(this.#address(call), await this.#init(call))
    this.#username = response.headers.get('x-ausername') ?? this.#username
    const text = await response.text()
    if (!response.ok) throw translateError({ subject: call.subject, status: response.status, text })
    return text === '' ? undefined : parseJson(text, call.subject)
  }

  #address({ path: place, query = {} }: Pick<Call<unknown>, 'path' | 'query'>): URL {
    const address = new URL(`${this.url}/rest${place}`)
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, String(value))
    return address
  }

  async #init({
    method = 'GET',
    body,
    signal,
    idempotent,
  }: Omit<Call<unknown>, 'schema'>): Promise<HttpRequestInit> {
    const headers = new Headers({
      accept: 'application/json',
      authorization: await printAuthorization(this.#options),
    })
    if (method === 'GET') return { headers, signal: signal ?? null }
    // This type and header pass the server's CSRF protection.
    headers.set('content-type', 'application/json')
    headers.set('x-atlassian-token', 'no-check')
    return {
      method,
      headers,
      body: JSON.stringify(body ?? {}),
      signal: signal ?? null,
      ...(idempotent === undefined ? {} : { idempotent }),
    }
  }
}

/** Builds a path with encoded values. */
export function path(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)))
}

function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ExternalServiceError(`${service} returned invalid JSON for ${subject}.`, {
      service,
      hint: 'Check the server address.',
      cause: error,
    })
  }
}
