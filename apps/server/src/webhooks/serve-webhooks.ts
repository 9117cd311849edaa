import { ExternalServiceError, NotAllowedError } from '@groundplan/errors'
import type { HostHint } from '@groundplan/host-sync'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { callerKey, RateLimiter } from '../rate-limiter.ts'
import { defaultHttpLimits, type HttpLimits } from '../http-limits.ts'
import { BufferFullError, DeliveryBuffer } from './delivery-buffer.ts'
import type { WebhookSender } from '../hosts/find-webhook-sender.ts'

export interface WebhooksOptions {
  /** The host that is called so, if it may send anything. Strangers ask: it has to know without looking. */
  readonly findHost: (name: string) => Promise<WebhookSender | undefined> | WebhookSender | undefined
  /** Keeps what a delivery says for later. Rejects if that is not possible now: the host sends it again. */
  readonly onHint: (hint: HostHint) => Promise<unknown>
}

type DeliveryRequest = FastifyRequest<{ Params: { host: string } }>

/**
 * Takes deliveries of webhooks at `/webhooks/<host name>`. Host, signature header and length are checked before the body is read;
 * what a delivery says becomes a job. Who cannot sign learns nothing.
 */
export async function serveWebhooks(
  server: FastifyInstance,
  { findHost, onHint }: WebhooksOptions,
  limits: HttpLimits = defaultHttpLimits,
): Promise<void> {
  const buffer = new DeliveryBuffer(limits.deliveryBufferBytes)
  const attempts = new RateLimiter({ perMinute: limits.deliveriesPerMinute })
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The body stays unread until the handler has decided to take it.
    scope.addContentTypeParser('*', (_request, _body, done) => done(null, undefined))
    scope.post<{ Params: { host: string } }>(
      '/webhooks/:host',
      { config: { anyOrigin: true, withoutToken: true } },
      async (request, reply) => {
        const host = await findHost(request.params.host)
        if (host === undefined) return answer(reply, 404)
        const refusal = checkHeaders(request, limits.deliveryBytes)
        if (refusal !== undefined) return answer(reply, refusal)
        const caller = `${host.names.join(',')} ${callerKey(request.socket.remoteAddress)}`
        if (!attempts.take(caller)) return answer(reply.header('retry-after', '60'), 429)
        const event = await receive(request, host, buffer)
        if (typeof event === 'number') return answer(reply, event)
        attempts.giveBack(caller)
        if (event.kind !== 'push' && event.kind !== 'pull-request') return answer(reply, 204)
        const hint = { hosts: host.names, isReviewHost: host.isReviewHost, event }
        return answer(reply, (await isKept(onHint(hint))) ? 202 : 503)
      },
    )
  })
}

/** False while the database is away. */
async function isKept(keeping: Promise<unknown>): Promise<boolean> {
  try {
    await keeping
    return true
  } catch (error) {
    if (error instanceof ExternalServiceError) return false
    throw error
  }
}

function answer(reply: FastifyReply, status: number): FastifyReply {
  // What was not read of a body is of no use: the connection ends with it.
  if (status >= 400 && !reply.request.raw.readableEnded) reply.header('connection', 'close')
  return reply.code(status).send()
}

/** All hosts sign in one of these headers. */
function checkHeaders({ headers }: DeliveryRequest, maximum: number): 401 | 411 | 413 | undefined {
  const signature = headers['x-hub-signature-256'] ?? headers['x-hub-signature']
  if (signature === undefined || signature.length === 0) return 401
  const length = headers['content-length']
  if (length === undefined) return 411
  return Number(length) > maximum ? 413 : undefined
}

/** Verifies a delivery and gives its event, or the status to refuse it with. */
async function receive({ raw, headers }: DeliveryRequest, host: WebhookSender, buffer: DeliveryBuffer) {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0] : value,
  ])
  try {
    const { bytes: body, release } = await buffer.read(raw, Number(headers['content-length']))
    try {
      const request = { headers: Object.fromEntries(single) as Record<string, string | undefined>, body }
      return (await host.reader.readWebhook(request, host.secrets)).event
    } finally {
      release()
    }
  } catch (error) {
    if (error instanceof BufferFullError) return 503
    return error instanceof NotAllowedError ? 401 : 400
  }
}
