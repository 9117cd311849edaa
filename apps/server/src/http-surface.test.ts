// Over 300 lines: one suite that tries every route with the same hostile requests.
import { builtInRoles } from '@groundplan/access'
import { person } from '@groundplan/actor'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiContext } from '@groundplan/api'
import { useTemporaryDirectories } from '@groundplan/testing'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpServer, type HttpServerOptions } from './create-http-server.ts'

const temporaryDirectory = useTemporaryDirectories()
const servers: FastifyInstance[] = []
const unexpected: { readonly error: unknown; readonly reference: string }[] = []
afterEach(async () => {
  unexpected.splice(0)
  for (const server of servers.splice(0)) await server.close()
})

/** What these requests reach of the stores fails in words that nobody may see. */
const context = {
  version: '1.2.3',
  caller: { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] },
  spaceId: 'default',
  repository: { address: '/blueprints.git' },
  imports: {
    get: () => Promise.reject(new Error('select * from import where secret = $1')),
    list: async () => ({
      items: [{ ...run, request: { repositories: [{ address: 'x'.repeat(900) }] } }],
    }),
    async *watch(_number: number, signal: AbortSignal) {
      yield run
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  },
} as unknown as ApiContext
const run = {
  number: 1,
  request: { repositories: [] },
  startedAt: new Date(0),
  state: { status: 'waiting' },
} as const

async function listen(options: Partial<HttpServerOptions> = {}): Promise<number> {
  const portalDirectory = await temporaryDirectory()
  await mkdir(join(portalDirectory, 'assets'))
  await writeFile(join(portalDirectory, 'index.html'), '<title>Portal</title>')
  const server = await createHttpServer({
    ...{ context, allowedHosts: [], portalDirectory },
    webhooks: { findHost: () => undefined, onHint: async () => {} },
    onUnexpectedError: (error, reference) => unexpected.push({ error, reference }),
    ...options,
  })
  servers.push(server)
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

/** Sends bytes as they are and gives everything that comes back until the connection ends. */
async function send(port: number, request: string, awaited?: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(request)
  return readAll(socket, awaited)
}

/** Ends the connection itself once everything is there that was waited for. */
async function readAll(socket: Socket, awaited?: string): Promise<string> {
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
    if (awaited !== undefined && answer.includes(awaited)) socket.destroy()
  })
  await new Promise((resolve) => socket.once('close', resolve))
  return answer
}

const get = (path: string, ...headers: readonly string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, 'Connection: close', '', ''].join('\r\n')
const post = (path: string, body: string, ...headers: readonly string[]) =>
  [
    ...[`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', 'Connection: close'],
    ...[`Content-Length: ${Buffer.byteLength(body)}`, ...headers, '', body],
  ].join('\r\n')
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
const input = (value: unknown) => encodeURIComponent(JSON.stringify(value))

describe('strange requests are the fault of who sends them', () => {
  const withHost = (host: string) => `GET /trpc/about HTTP/1.1\r\n${host}Connection: close\r\n\r\n`
  const long = 'x'.repeat(6000)
  it.each([
    ['a port that does not exist', withHost('Host: LOCALHOST:99999\r\n')],
    ['the same with IPv6', withHost('Host: [::1]:65536\r\n')],
    ['no Host', withHost('')],
    ['an empty Host', withHost('Host: \r\n')],
    ['no Host in HTTP/1.0', 'GET /trpc/about HTTP/1.0\r\n\r\n'],
    ['a Host with a path', withHost('Host: localhost/x\r\n')],
    ['a Host with a user', withHost('Host: a@localhost\r\n')],
    ['a Host with blanks', withHost('Host: local host\r\n')],
    ['half of an escape', get('/trpc/%')],
    ['an escape that is no UTF-8', get('/trpc/%ff%fe')],
    ['an escape of an escape', get('/trpc/%25')],
    ['NUL in a path', get('/assets/%00')],
    ['NUL in a name', get('/trpc/about%00')],
    ['a way out of the folder', get('/assets/..%2f..%2f..%2fetc/passwd')],
    ['a name that is too long', get(`/trpc/${long}`)],
    ['a path that is too long', get(`/${'x/'.repeat(9000)}`)],
    ['malformed JSON in a query', get('/trpc/proposals.get?input=%7B')],
    ['malformed JSON in a body', post('/trpc/proposals.approve', '{"number":')],
    ['an empty body', post('/trpc/proposals.approve', '')],
    ['deep JSON', post('/trpc/proposals.approve', '['.repeat(100_000) + ']'.repeat(100_000))],
    [
      'deep JSON in an object',
      post('/trpc/imports.start', `{"repositories":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
    ],
    ['__proto__', post('/trpc/proposals.approve', '{"__proto__":{"number":1}}')],
    ['constructor', post('/trpc/proposals.approve', '{"constructor":{"prototype":{"number":1}}}')],
    ['a huge array', post('/trpc/imports.start', JSON.stringify({ repositories: Array(50_000).fill(1) }))],
    [
      'another content type',
      post('/trpc/proposals.approve', 'number=1').replace('application/json', 'text/plain'),
    ],
    ['XML', post('/trpc/proposals.approve', '<a/>').replace('application/json', 'application/xml')],
    [
      'a form',
      post('/trpc/proposals.approve', 'x').replace('application/json', 'multipart/form-data; boundary=a'),
    ],
    ['bytes', post('/trpc/proposals.approve', 'x').replace('application/json', 'application/octet-stream')],
    ['a batch that is an array', post('/trpc/proposals.approve,proposals.reject?batch=1', '[1,2]')],
    ['a batch that is null', post('/trpc/proposals.approve?batch=1', 'null')],
    ['a batch that is text', post('/trpc/proposals.approve?batch=1', '"x"')],
    ['an unknown procedure', get('/trpc/nothing')],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'imports',
      'imports.__proto__',
      'imports.constructor',
      '_def',
      '.',
    ].map((name): [string, string] => [`a procedure called ${name}`, get(`/trpc/${name}`)]),
    ['nothing of the API', get('/trpc/')],
    ['more than the API', get('/trpc/about/more')],
    ['the API twice', get('/trpc//about')],
    ['a longer name of the API', get('/trpcx.json')],
    ['another method', get('/trpc/about').replace('GET', 'DELETE')],
    ['TRACE', get('/trpc/about').replace('GET', 'TRACE')],
    ['OPTIONS', get('/trpc/about').replace('GET', 'OPTIONS')],
    ['OPTIONS of everything', get('*').replace('GET', 'OPTIONS')],
    ['a method that nobody knows', get('/trpc/about').replace('GET', 'BREW')],
    ['a query as a mutation', post('/trpc/about', '{}')],
    ['a mutation as a query', get('/trpc/proposals.approve?input=%7B%22number%22%3A1%7D')],
    ['no HTTP', 'nonsense\r\n\r\n'],
    ['two lengths', post('/trpc/about', 'x', 'Content-Length: 2')],
    ['chunks that are none', post('/trpc/about', 'x', 'Transfer-Encoding: chunked')],
    ['a header without end', get('/health', `X: ${'x'.repeat(20_000)}`)],
    ['a webhook of nobody', post('/webhooks/%', 'x')],
    ['a webhook of __proto__', post('/webhooks/__proto__', 'x')],
  ])('%s', async (_, request) => {
    const answer = await send(await listen(), request)
    expect(statusOf(answer), answer).toBeGreaterThanOrEqual(400)
    expect(statusOf(answer), answer).toBeLessThan(500)
    expect(answer).not.toMatch(/\n\s+at |node_modules|root:|<title>/)
    expect(unexpected).toEqual([])
  })

  const numbers = [2 ** 31, 2 ** 53, 1e21, -1, 0, 1.5, '1', null]
  const byNumber = ['proposals.get', 'imports.get', 'imports.watch']
  const inputs: readonly (readonly [string, object])[] = [
    ...byNumber.flatMap((name) => numbers.map((number) => [name, { number }] as const)),
    ...[
      'imports.cancel',
      'proposals.approve',
      'proposals.reject',
      'proposals.reopen',
      'proposals.decideConflict',
    ].flatMap((name) => numbers.map((number) => [name, { number }] as const)),
    ['catalog.get', { name: 'a\0b' }],
    ['catalog.get', { name: 'a\ud800' }],
    ['catalog.versions', { name: 'a\u0085b' }],
    ['catalog.form', { name: '\0' }],
    ['catalog.list', { search: '\0' }],
    ['catalog.list', { labels: ['\udfff'] }],
    ['proposals.reject', { number: 1, reason: 'a\0b' }],
    ['proposals.reject', { number: 1, reason: '\ud800' }],
    ['imports.start', { repositories: [{ address: '/a\0b' }] }],
    ['imports.start', { repositories: [{ address: '/a\nb' }] }],
    ['imports.start', { repositories: [{ address: '/a', ref: '\ud800' }] }],
    [
      'imports.start',
      { repositories: Array.from({ length: 200 }, (_, n) => ({ address: `/${n}`.padEnd(1000, 'x') })) },
    ],
  ]
  it.each(inputs)('%s with input %#', async (name, value) => {
    const isMutation = /start|cancel|approve|reject|reopen|decide/.test(name)
    const request = isMutation
      ? post(`/trpc/${name}`, JSON.stringify(value))
      : get(`/trpc/${name}?input=${input(value)}`)
    const isSubscription = name === 'imports.watch'
    const answer = await send(await listen(), request, isSubscription ? '"httpStatus":400' : undefined)
    // A subscription has answered before it looks at its input.
    if (isSubscription) expect(answer).toContain('"httpStatus":400')
    else expect(statusOf(answer), answer).toBe(400)
    expect(unexpected).toEqual([])
  })
})

it('tells of its own errors only an id that is in the log', async () => {
  const answer = await send(await listen(), get(`/trpc/imports.get?input=${input({ number: 1 })}`))
  expect(statusOf(answer)).toBe(500)
  const reference = /Internal error ([0-9a-f]{8})"/.exec(answer)?.[1]
  expect(unexpected).toMatchObject([{ reference, error: { message: expect.stringContaining('select') } }])
  expect(answer).not.toMatch(/select|secret|\n\s+at /)
})

describe('a request that does not come to its end', () => {
  const limits = { requestTimeout: 300, headersTimeout: 200, timeoutCheckInterval: 50 }

  it.each([
    [
      'a body of the API',
      'POST /trpc/proposals.approve HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    ],
    [
      'a chunked body',
      'POST /trpc/proposals.approve HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
    ],
    ['a body of a page', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx'],
    ['headers', 'GET /health HTTP/1.1\r\nHost: localhost\r\n'],
    ['a first line', 'GET /hea'],
  ])('is ended by the server: %s', async (_, start) => {
    const socket = connect(await listen({ limits }), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(start)
    // One byte now and then does not help.
    const drip = setInterval(
      () => socket.writable && socket.write(start.includes('\r\n\r\n') ? ' ' : 'X'),
      60,
    )
    const answer = await readAll(socket)
    clearInterval(drip)
    expect(answer).toMatch(/^(?:HTTP\/1\.1 4\d\d|$)/)
  })

  it('does not end subscriptions, which last', async () => {
    const port = await listen({ limits: { ...limits, keepAliveTimeout: 100 } })
    const stop = new AbortController()
    const url = `http://127.0.0.1:${port}/trpc/imports.watch?input=${input({ number: 1 })}`
    const response = await fetch(url, { signal: stop.signal })
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    const next = reader.read().then(
      ({ done }) => (done ? 'ended' : 'more'),
      () => 'broken',
    )
    const quiet = new Promise((resolve) => setTimeout(resolve, 800, 'quiet'))
    expect(['quiet', 'more']).toContain(await Promise.race([next, quiet]))
    stop.abort()
  })
})

describe('many at once', () => {
  it('are not executed where a batch has more calls than are allowed', async () => {
    const port = await listen({ limits: { callsPerBatch: 3 } })
    for (const [calls, status] of [
      [3, 200],
      [4, 400],
      [384, 400],
    ] as const) {
      const path = `/trpc/${Array(calls).fill('about').join(',')}?batch=1&input=%7B%7D`
      expect(statusOf(await send(port, get(path)))).toBe(status)
      expect(statusOf(await send(port, get(path.replaceAll(',', '%2C'))))).toBe(status)
      expect(statusOf(await send(port, get(path.replaceAll(',', '%252C'))))).toBe(status)
    }
    const mutations = `/trpc/${Array(4).fill('imports.start').join(',')}?batch=1`
    expect(statusOf(await send(port, post(mutations, '{}')))).toBe(400)
  })

  it('get an answer only up to a size', async () => {
    const port = await listen({ limits: { batchCharacters: 2500 } })
    const ask = (calls: number) =>
      send(port, get(`/trpc/${Array(calls).fill('imports.list').join(',')}?batch=1&input=%7B%7D`))
    expect(statusOf(await ask(2))).toBe(200)
    const answer = await ask(10)
    expect(answer.match(/PAYLOAD_TOO_LARGE/g)?.length).toBeGreaterThan(5)
    expect(answer.length).toBeLessThan(8000)
  })

  it.each(['imports.watch', 'imports%2Ewatch', 'imports%252Ewatch'])(
    'may be subscribed so often: %s',
    async (name) => {
      const port = await listen({ limits: { subscriptions: 2 } })
      const open = async () => {
        const stop = new AbortController()
        const url = `http://127.0.0.1:${port}/trpc/${name}?input=${input({ number: 1 })}`
        const { status } = await fetch(url, { signal: stop.signal })
        return { status, close: () => stop.abort() }
      }
      const [first, second, third] = [await open(), await open(), await open()]
      expect([first.status, second.status, third.status]).toEqual([200, 200, 503])
      first.close()
      await expect.poll(async () => (await open()).status).toBe(200)
      second.close()
    },
  )
})

describe('what a page of another site asks', () => {
  it.each([
    ['/trpc/about', 'cross-site', 'no-cors', 'image'],
    ['/trpc/about', 'same-site', 'cors', 'empty'],
    ['/trpc/about', 'cross-site', 'navigate', 'document'],
    ['/trpc/about', 'cross-site, none', 'no-cors', 'image'],
    ['/trpc/about', 'nonsense', 'no-cors', 'image'],
    ['/catalog', 'cross-site', 'navigate', 'iframe'],
    ['/', 'same-site', 'no-cors', 'image'],
    ['/schemas/blueprint.v2.json', 'cross-site', 'no-cors', 'script'],
  ])('is refused: %s %s %s %s', async (path, site, mode, destination) => {
    const headers = [`Sec-Fetch-Site: ${site}`, `Sec-Fetch-Mode: ${mode}`, `Sec-Fetch-Dest: ${destination}`]
    expect(statusOf(await send(await listen(), get(path, ...headers)))).toBe(403)
  })

  it.each([
    ['/', 'cross-site', 'navigate', 'document'],
    ['/proposals/1', 'same-site', 'navigate', 'document'],
    ['/trpc/about', 'same-origin', 'cors', 'empty'],
    ['/trpc/about', 'none', 'navigate', 'document'],
  ])('is not this: %s %s %s %s', async (path, site, mode, destination) => {
    const headers = [`Sec-Fetch-Site: ${site}`, `Sec-Fetch-Mode: ${mode}`, `Sec-Fetch-Dest: ${destination}`]
    expect(statusOf(await send(await listen(), get(path, ...headers)))).toBe(200)
  })
})
