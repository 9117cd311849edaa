import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookRequest } from '../webhook.ts'

/** A server to which a host sends its webhooks. */
export interface WebhookReceiver {
  readonly url: string
  readonly received: readonly WebhookRequest[]
  /** Waits for that many deliveries, and a moment longer in case there are more than that. */
  receive(count: number): Promise<readonly WebhookRequest[]>
  close(): Promise<void>
}

/** Starts one on a free port. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: WebhookRequest[] = []
  const server = createServer((request, response) => {
    readRequest(request).then(
      (delivery) => {
        received.push(delivery)
        response.writeHead(204).end()
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    receive: async (count) => {
      for (let tries = 0; received.length < count && tries < 200; tries += 1) await pause(25)
      await pause(100)
      return received
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readRequest(request: IncomingMessage): Promise<WebhookRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ])
  return {
    headers: Object.fromEntries(headers) as WebhookRequest['headers'],
    body: new Uint8Array(Buffer.concat(chunks)),
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
