import { NotAllowedError } from '@groundplan/errors'
import type { HostHint } from '@groundplan/importer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebhookHost } from './find-webhook-host.ts'

export interface WebhooksOptions {
  /** The host that is called so, if it may send anything. */
  readonly findHost: (name: string) => Promise<WebhookHost | undefined>
  readonly onHint: (hint: HostHint) => void
}

/** As much as GitHub sends at most. */
const bodyLimit = 25 * 1024 * 1024

/**
 * Takes deliveries of webhooks at `/webhooks/<host name>`. What they say is looked into after the answer; whoever cannot sign
 * them learns nothing.
 */
export async function serveWebhooks(server: FastifyInstance, options: WebhooksOptions): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Signatures are of the bytes as they came.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_, body, done) => done(null, body))
    scope.post<{ Params: { host: string } }>(
      '/webhooks/:host',
      { bodyLimit, config: { anyOrigin: true } },
      async (request, reply) => reply.code(await take(request.params.host, request, options)).send(),
    )
  })
}

async function take(
  name: string,
  { headers, body }: Pick<FastifyRequest, 'headers' | 'body'>,
  { findHost, onHint }: WebhooksOptions,
): Promise<202 | 204 | 400 | 401 | 404> {
  const host = await findHost(name)
  if (host === undefined) return 404
  const event = await read(headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0), host)
  if (typeof event === 'number') return event
  if (event.kind !== 'push' && event.kind !== 'pull-request') return 204
  onHint({ hosts: host.names, isReviewHost: host.isReviewHost, event })
  return 202
}

async function read(headers: FastifyRequest['headers'], body: Uint8Array, host: WebhookHost) {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0] : value,
  ])
  try {
    const request = { headers: Object.fromEntries(single) as Record<string, string | undefined>, body }
    return (await host.provider.readWebhook(request, host.secrets)).event
  } catch (error) {
    return error instanceof NotAllowedError ? 401 : 400
  }
}
