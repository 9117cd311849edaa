import { createHmac } from 'node:crypto'
import { connect, type AddressInfo } from 'node:net'
import type { HostHint } from '@groundplan/host-sync'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { loadWebhookReader } from '../hosts/load-webhook-reader.ts'
import { defaultHttpLimits, type HttpLimits } from '../http-limits.ts'
import { serveWebhooks } from './serve-webhooks.ts'

let server: FastifyInstance
let hints: HostHint[]
afterEach(() => server.close())

async function listen(limits: Partial<HttpLimits> = {}): Promise<number> {
  const reader = await loadWebhookReader('github')
  hints = []
  server = fastify({
    requestTimeout: 400,
    http: { connectionsCheckingInterval: 50, headersTimeout: 300 },
    forceCloseConnections: true,
  })
  const host = { reader, names: ['here'], isReviewHost: false, secrets: ['s3cret'] }
  const webhooks = {
    findHost: (name: string) => (name === 'here' ? host : undefined),
    onHint: async (hint: HostHint) => void hints.push(hint),
  }
  await serveWebhooks(server, webhooks, { ...defaultHttpLimits, ...limits })
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

const push = JSON.stringify({ repository: { name: 'x', owner: { login: 'acme' } } })
const sign = (body: string) => `sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`

/** Sends headers and the part of a body that is given, and reads until the server ends the connection or a status has come. */
async function send(port: number, lines: readonly string[], body = '', name = 'here'): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write([`POST /webhooks/${name} HTTP/1.1`, 'Host: x', ...lines, '', body].join('\r\n'))
  let answer = ''
  await new Promise((resolve) => {
    socket.on('close', resolve)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk
      if (answer.includes('\r\n\r\n')) socket.destroy()
    })
  })
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
}
const delivery = (body: string, signature: string | undefined = sign(body)) => [
  ...['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, 'X-GitHub-Event: push'],
  `X-Hub-Signature-256: ${signature}`,
]

describe('a delivery', () => {
  it('is taken if it is signed', async () => {
    expect(await send(await listen(), delivery(push), push)).toBe(202)
    expect(hints).toMatchObject([{ hosts: ['here'], event: { kind: 'push' } }])
  })

  it.each([
    ['of an unknown host', ['Content-Length: 20000000', 'X-Hub-Signature: sha256=0'], 'elsewhere', 404],
    ['without a signature', ['Content-Length: 20000000'], 'here', 401],
    ['with an empty signature', ['Content-Length: 20000000', 'X-Hub-Signature-256: '], 'here', 401],
    ['without a length', ['Transfer-Encoding: chunked', 'X-Hub-Signature-256: sha256=0'], 'here', 411],
    ['that is too long', ['Content-Length: 99000000', 'X-Hub-Signature-256: sha256=0'], 'here', 413],
  ] as const)('%s is refused before its body comes', async (_, lines, name, status) => {
    expect(await send(await listen({ deliveryBytes: 25_000_000 }), lines, '', name)).toBe(status)
  })

  it('is refused if somebody else signed it, whatever it is', async () => {
    const port = await listen()
    for (const body of [push, 'x', '{', '\0', '[]'])
      expect(await send(port, delivery(body, `sha256=${'0'.repeat(64)}`), body)).toBe(401)
    expect(await send(port, delivery('[]'), '[]')).toBe(400)
    expect(hints).toEqual([])
  })

  it('ends with the time of a request if its body does not come', async () => {
    const status = await send(await listen(), ['Content-Length: 1000', 'X-Hub-Signature-256: sha256=0'], 'x')
    expect([400, 408]).toContain(status)
  })

  it('finds room again after others were refused for want of it', async () => {
    const port = await listen({ deliveryBufferBytes: 3000, deliveriesPerMinute: 1000 })
    const large = JSON.stringify({ ...JSON.parse(push), padding: 'x'.repeat(4000) })
    for (let index = 0; index < 5; index += 1) expect(await send(port, delivery(large), large)).toBe(503)
    const slow = Array.from({ length: 3 }, () =>
      send(port, ['Content-Length: 2000', 'X-Hub-Signature-256: sha256=0'], 'x'.repeat(500)),
    )
    const fits = JSON.stringify({ ...JSON.parse(push), padding: 'x'.repeat(1000) })
    expect(await send(port, delivery(fits), fits)).toBe(202)
    await Promise.all(slow)
    const wide = JSON.stringify({ ...JSON.parse(push), padding: 'x'.repeat(2800) })
    expect(await send(port, delivery(wide), wide)).toBe(202)
  })

  it('is limited in number only as long as it does not verify', async () => {
    const port = await listen({ deliveriesPerMinute: 3 })
    const statuses = []
    for (let index = 0; index < 6; index += 1) statuses.push(await send(port, delivery(push), push))
    for (let index = 0; index < 4; index += 1) statuses.push(await send(port, delivery('x', 'sha256=0'), 'x'))
    expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 401, 401, 401, 429])
  })
})
