import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RecordingServer {
  readonly origin: string
  /** Method, path and Authorization of every request, in order. */
  readonly requests: string[]
  close(): Promise<void>
}

/** Listens on this machine and answers every request with an empty list, as somebody would who waits for tokens. */
export async function startRecordingServer(
  answer: (request: IncomingMessage) => unknown = () => [],
): Promise<RecordingServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    request.resume()
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(request)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
