import { Readable } from 'node:stream'
import { directNetwork, type Network } from '@groundplan/http'
import type { KMSClientConfig } from '@aws-sdk/client-kms'
import type { AwsAccess, AwsClientOptions } from './aws-access.ts'

/** Longest time for one request, in milliseconds. */
const timeout = 10_000
/** Largest reply, in bytes: a secret has at most 65,536. */
const largestReply = 1_000_000

type Config = Pick<KMSClientConfig, 'region' | 'endpoint' | 'credentials' | 'maxAttempts' | 'requestHandler'>

/** The part of the SDK's `HttpHandler` that clients call. */
interface SdkHandler {
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ readonly response: SdkResponse }>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): Record<never, never>
}

interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Record<string, string | string[] | null>
  readonly headers: Record<string, string>
  readonly body?: unknown
}

interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Readable
}

/** The same for every client of the SDK: time limits, one retry, and the proxies and certificates of the server. */
export function createClientConfig(access: AwsAccess, { region, keys }: AwsClientOptions = {}): Config {
  const used = keys ?? access.keys
  const chosen = region ?? access.region
  return {
    maxAttempts: 2,
    requestHandler: createHandler(access.network ?? directNetwork),
    ...(chosen === undefined ? {} : { region: chosen }),
    ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
    ...(used === undefined
      ? {}
      : {
          credentials: {
            accessKeyId: used.accessKeyId,
            secretAccessKey: used.secretAccessKey,
            ...(used.sessionToken === undefined ? {} : { sessionToken: used.sessionToken }),
          },
        }),
  }
}

/** The SDK's own handler knows neither HTTPS_PROXY nor GROUNDPLAN_CA_FILE. */
function createHandler(network: Network): SdkHandler {
  return {
    async handle(request) {
      const response = await network.fetch(toUrl(request), {
        method: request.method,
        headers: withoutHost(request.headers),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
        ...(request.body === undefined ? {} : { body: request.body as RequestInit['body'] & {} }),
      })
      const body = await readLimited(response)
      return {
        response: {
          statusCode: response.status,
          headers: Object.fromEntries(response.headers),
          body: Readable.from([body]),
        },
      }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  }
}

function toUrl({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`)
  for (const [name, value] of Object.entries(query))
    for (const each of [value].flat()) url.searchParams.append(name, each ?? '')
  return url.href
}

/** `fetch` sets it, and refuses to have it set. */
function withoutHost(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:host|content-length)$/i.test(name)),
  )
}

async function readLimited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > largestReply) throw new Error(`The reply has more than ${largestReply} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
