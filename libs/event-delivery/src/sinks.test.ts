import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { readFile } from 'node:fs/promises'
import { person } from '@groundplan/actor'
import type { AuditRecord } from '@groundplan/events'
import { createCertificates, startReceiver, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { SyslogSink } from './syslog-sink.ts'
import { isWebhookSecret, WebhookSink } from './webhook-sink.ts'

const temporaryDirectory = useTemporaryDirectories()
const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0)) await step()
})

const record = (sequence: number, rest: Partial<AuditRecord> = {}): AuditRecord => ({
  ...{ sequence, id: sequence, time: '2026-01-02T03:04:05.678Z', actor: person('Zoë'), space: 'payments' },
  ...{ action: 'secret.created', target: { kind: 'secret', id: 'github-token' } },
  ...{ previousHash: 'a'.repeat(64), hash: String(sequence).padStart(64, '0'), ...rest },
})

async function collect(sequences: AsyncIterable<number>): Promise<readonly number[]> {
  const all: number[] = []
  for await (const sequence of sequences) all.push(sequence)
  return all
}
const signal = new AbortController().signal

describe('a webhook', () => {
  const key = Buffer.alloc(32, 7)
  const other = Buffer.alloc(24, 8)
  const secrets = [key, other].map((bytes) => `whsec_${bytes.toString('base64')}`)

  it('gets each event, signed as Standard Webhooks says', async () => {
    const receiver = await startReceiver()
    cleanup.push(() => receiver.close())
    const sink = new WebhookSink({ url: receiver.url, secrets, now: () => new Date(1_767_225_600_000) })
    expect(await collect(sink.send([record(1), record(2)], signal))).toEqual([1, 2])
    const received = await receiver.receive(2)
    const [first, second] = received.map(({ headers, body }) => ({
      headers,
      body: Buffer.from(body).toString(),
    }))
    expect(JSON.parse(first?.body ?? '')).toEqual({
      ...{ type: 'secret.created', timestamp: '2026-01-02T03:04:05.678Z' },
      data: JSON.parse(JSON.stringify(record(1))) as unknown,
    })
    expect(first?.headers).toMatchObject({
      ...{ 'content-type': 'application/json', 'webhook-timestamp': '1767225600' },
      'webhook-id': `evt_${record(1).hash}`,
    })
    expect(second?.headers['webhook-id']).not.toBe(first?.headers['webhook-id'])
    const content = `${first?.headers['webhook-id']}.1767225600.${first?.body}`
    const expected = [key, other].map(
      (secret) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`,
    )
    expect(first?.headers['webhook-signature']?.split(' ')).toEqual(expected)
  })

  it('that refuses ends the delivery there', async () => {
    const { createServer: createHttpServer } = await import('node:http')
    let requests = 0
    const server = createHttpServer((_, response) => {
      requests += 1
      response.writeHead(requests === 2 ? 500 : 200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanup.push(() => new Promise((resolve) => server.close(resolve)))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const sink = new WebhookSink({ url, secrets, now: () => new Date() })
    const arrived: number[] = []
    await expect(async () => {
      for await (const sequence of sink.send([record(1), record(2), record(3)], signal))
        arrived.push(sequence)
    }).rejects.toThrow('answered with 500')
    expect([arrived, requests]).toEqual([[1], 2])
  })

  it.each([
    [`whsec_${'A'.repeat(32)}`, true],
    [`whsec_${Buffer.alloc(64).toString('base64')}`, true],
    [`whsec_${Buffer.alloc(65).toString('base64')}`, false],
    [`whsec_${Buffer.alloc(23).toString('base64')}`, false],
    ['A'.repeat(32), false],
    ['whsec_not base64', false],
  ])('takes the secret %j: %s', (secret, expected) => {
    expect(isWebhookSecret(secret)).toBe(expected)
  })
})

describe('a syslog receiver', () => {
  /** Reads frames of RFC 6587: a length, a space, and so many bytes. */
  function parseFrames(bytes: Buffer): readonly string[] {
    const frames: string[] = []
    for (let rest = bytes; rest.length > 0;) {
      const space = rest.indexOf(' ')
      const length = Number(rest.subarray(0, space).toString())
      frames.push(rest.subarray(space + 1, space + 1 + length).toString())
      rest = rest.subarray(space + 1 + length)
    }
    return frames
  }

  async function listen(server: Server, onSocket?: (socket: Socket) => void) {
    const chunks: Buffer[] = []
    const accept = (socket: Socket) => {
      socket.on('error', () => {})
      if (onSocket !== undefined) return onSocket(socket)
      socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    }
    server.on('setSecureContext' in server ? 'secureConnection' : 'connection', accept)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanup.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    return { port, messages: () => parseFrames(Buffer.concat(chunks)) }
  }
  const format = /^<(\d+)>1 2026-01-02T03:04:05\.678Z (\S+) groundplan - (\S+) - (\{.*\})$/

  it('gets events as messages of RFC 5424, over TCP', async () => {
    const { port, messages } = await listen(createServer())
    const sink = new SyslogSink({ host: '127.0.0.1', port, tls: false })
    const denied = record(2, { action: 'access.denied', reason: 'Grüße\n\u2028 \u{1F600}' })
    expect(await collect(sink.send([record(1), denied], signal))).toEqual([2])
    const [first, second] = messages().map((message) => format.exec(message) ?? [message])
    expect(messages()).toHaveLength(2)
    expect([first?.[1], first?.[3]]).toEqual(['110', 'secret.created'])
    expect([second?.[1], second?.[3]]).toEqual(['108', 'access.denied'])
    expect(messages().join('')).toMatch(/^[ -~]*$/)
    expect(JSON.parse(first?.[4] ?? '')).toEqual(JSON.parse(JSON.stringify(record(1))))
    expect(JSON.parse(second?.[4] ?? '')).toEqual(JSON.parse(JSON.stringify(denied)))
  })

  it('gets them over TLS, if its certificate is trusted', async () => {
    const certificates = await createCertificates(await temporaryDirectory())
    const { port, messages } = await listen(createTlsServer(certificates))
    const authorities = [await readFile(certificates.authorityFile, 'utf8')]
    const sink = new SyslogSink({ host: 'localhost', port, tls: true, authorities })
    expect(await collect(sink.send([record(1)], signal))).toEqual([1])
    expect(messages()).toHaveLength(1)
    const untrusting = new SyslogSink({ host: 'localhost', port, tls: true })
    await expect(collect(untrusting.send([record(2)], signal))).rejects.toThrow(/did not take the events/)
    expect(messages()).toHaveLength(1)
  })

  it('that breaks off, does not answer or is not there has not got them', async () => {
    const breaking = await listen(createServer(), (socket) => socket.resetAndDestroy())
    const silent = await listen(createServer({ allowHalfOpen: true }), (socket) => {
      socket.resume()
      cleanup.unshift(async () => socket.destroy())
    })
    const gone = await listen(createServer())
    await cleanup.pop()?.()
    for (const { port } of [breaking, silent, gone]) {
      const sink = new SyslogSink({ host: '127.0.0.1', port, tls: false, timeout: 300 })
      await expect(collect(sink.send([record(1)], signal))).rejects.toThrow(/did not take the events/)
    }
  })
})
