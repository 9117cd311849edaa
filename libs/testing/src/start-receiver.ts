import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** A server that keeps what it is sent, as webhooks are. */
export interface TestReceiver {
  readonly url: string
  /** Oldest first. */
  readonly received: readonly ReceivedRequest[]
  /** Waits for that many requests, and a moment longer in case there are more than that. */
  receive(count: number): Promise<readonly ReceivedRequest[]>
  close(): Promise<void>
}

/** Starts one on a free port. */
export async function startReceiver(): Promise<TestReceiver> {
  const received: ReceivedRequest[] = []
  const server = createServer((request, response) => {
    readRequest(request).then(
      (one) => {
        received.push(one)
        response.writeHead(204).end()
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
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

async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ])
  return {
    headers: Object.fromEntries(headers) as ReceivedRequest['headers'],
    body: new Uint8Array(Buffer.concat(chunks)),
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
