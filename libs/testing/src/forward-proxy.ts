import { once } from 'node:events'
import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A forward proxy, as companies have them between their machines and the internet. */
export interface ForwardProxy {
  readonly host: string
  /** `CONNECT host:port`, or the method and URL of requests for plain HTTP. */
  readonly requests: string[]
  /** The user name and password that it asks for, as `user:password`. */
  credentials: string | undefined
  /** Answers every request with this status instead. */
  refusal: number | undefined
  close(): Promise<void>
}

/** Starts a forward proxy on this machine: CONNECT for HTTPS, absolute URLs for HTTP. */
export async function startForwardProxy(): Promise<ForwardProxy> {
  const sockets = new Set<Duplex>()
  const server = createServer((request, response) => forward(request, response))
  const proxy = {
    host: '',
    requests: [] as string[],
    credentials: undefined as string | undefined,
    refusal: undefined as number | undefined,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const judge = ({ headers }: IncomingMessage): number | undefined => {
    if (proxy.refusal !== undefined) return proxy.refusal
    const expected = proxy.credentials && `Basic ${Buffer.from(proxy.credentials).toString('base64')}`
    return expected === undefined || headers['proxy-authorization'] === expected ? undefined : 407
  }
  function forward(request: IncomingMessage, response: ServerResponse): void {
    proxy.requests.push(`${request.method} ${request.url}`)
    const status = judge(request)
    if (status !== undefined) return void response.writeHead(status, challenge).end()
    const target = sendRequest(request.url ?? '', {
      method: request.method ?? 'GET',
      headers: request.headers,
    })
    target.on('response', (answer) =>
      answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    )
    target.on('error', () => response.destroy())
    request.pipe(target)
  }
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    proxy.requests.push(`CONNECT ${request.url}`)
    const status = judge(request)
    if (status !== undefined) {
      client.end(
        `HTTP/1.1 ${status} Refused\r\nProxy-Authenticate: ${challenge['proxy-authenticate']}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      )
      return
    }
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(client).pipe(target)
    })
    sockets.add(target)
    target.on('error', () => client.destroy())
    target.on('close', () => sockets.delete(target))
    client.on('close', () => target.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}

const challenge = { 'proxy-authenticate': 'Basic realm="proxy"' }
