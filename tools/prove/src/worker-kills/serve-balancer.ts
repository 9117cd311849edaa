import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Balancer {
  readonly url: string
  close(): Promise<void>
}

/** Hands requests on to one of the servers that answer, as a load balancer does before several; 502 if none does. */
export async function serveBalancer(findUrls: () => readonly string[]): Promise<Balancer> {
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const urls = findUrls()
    const target = urls[(turn += 1) % Math.max(urls.length, 1)]
    if (target === undefined) refuse(incoming, outgoing)
    else handOn(incoming, outgoing, target)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function handOn(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void {
  const { method, headers } = incoming
  const { host } = new URL(target)
  const forwarded = request(
    new URL(incoming.url ?? '/', target),
    { method, headers: { ...headers, host } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      answer.on('error', () => outgoing.destroy())
    },
  )
  forwarded.on('error', () => refuse(incoming, outgoing))
  incoming.pipe(forwarded)
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume()
  if (!outgoing.headersSent) outgoing.writeHead(502, { connection: 'close' })
  outgoing.end()
}
