// Over 300 lines: one suite, whose tests share a server that misbehaves on request.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpFetch, type HttpFetchOptions } from './create-http-fetch.ts'

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

let origin: string
let answers: Answer[]
let received: { method: string; url: string; body: string; authorization: string | undefined }[]
let waits: number[]
let clock: number
let close: () => Promise<void>

beforeEach(async () => {
  answers = []
  received = []
  waits = []
  clock = Date.parse('2026-01-02T03:04:05Z')
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const { method = '', url = '', headers } = request
      received.push({ method, url, body, authorization: headers.authorization })
      const answer = answers.shift() ?? status(200)
      answer(request, response, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterEach(async () => close())

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_request, response) => {
    response.writeHead(code, { Date: new Date(clock).toUTCString(), ...headers }).end(body)
  }
const broken: Answer = (request) => request.socket.destroy()
const half: Answer = (request, response) => {
  response.writeHead(200, { 'Content-Length': '100' })
  response.write('half', () => request.socket.destroy())
}
const never: Answer = () => {}

function httpFetch(options: Partial<HttpFetchOptions> = {}) {
  return createHttpFetch({
    service: 'Somewhere',
    now: () => clock,
    random: () => 0.5,
    wait: async (milliseconds) => {
      waits.push(milliseconds)
      clock += milliseconds
    },
    ...options,
  })
}
const post = { method: 'POST', body: '{"a":1}' }
const methods = () => received.map(({ method }) => method)

describe('what is tried again', () => {
  it.each([408, 500, 502, 503, 504, 599])(
    'a GET after status %i, with longer and longer waits',
    async (code) => {
      answers = [status(code), status(code), status(200, {}, 'ok')]
      expect(await (await httpFetch()(origin)).text()).toBe('ok')
      expect(waits).toEqual([375, 750])
    },
  )

  it.each(['PUT', 'PATCH', 'DELETE'])('a %s, with the same body', async (method) => {
    answers = [broken, status(502)]
    expect((await httpFetch()(`${origin}/x`, { method, body: 'text' })).status).toBe(200)
    expect(received.map(({ body }) => body)).toEqual(['text', 'text', 'text'])
  })

  it('an answer that breaks off in the middle', async () => {
    answers = [half, status(200, {}, 'whole')]
    expect(await (await httpFetch()(origin)).text()).toBe('whole')
  })

  it('an answer that does not come in time', async () => {
    answers = [never]
    expect((await httpFetch({ timeout: 100 })(origin)).status).toBe(200)
    expect(received).toHaveLength(2)
  })

  it('a POST only if its caller says that it does no harm', async () => {
    answers = [status(502), broken]
    expect((await httpFetch()(origin, { ...post, idempotent: true })).status).toBe(200)
    expect(received).toHaveLength(3)
  })

  it('a POST whose connection was refused', async () => {
    await close()
    await expect(httpFetch({ retries: 2 })(origin, post)).rejects.toMatchObject({
      retryable: true,
      details: { uncertain: false },
    })
    expect(waits).toHaveLength(2)
  })
})

describe('what is not tried again', () => {
  it.each([200, 304, 400, 401, 403, 404, 409, 422, 501])('a GET with status %i', async (code) => {
    answers = [status(code)]
    expect((await httpFetch()(origin)).status).toBe(code)
    expect(received).toHaveLength(1)
  })

  it('a POST that may have been carried out', async () => {
    answers = [status(502), broken]
    expect((await httpFetch()(origin, post)).status).toBe(502)
    await expect(httpFetch()(origin, post)).rejects.toMatchObject({
      retryable: true,
      details: { uncertain: true },
    })
    expect(methods()).toEqual(['POST', 'POST'])
  })

  it('anything more often than was allowed; the last answer counts', async () => {
    answers = [status(500), status(500), status(503)]
    expect((await httpFetch({ retries: 2 })(origin)).status).toBe(503)
  })

  it('anything when there is no more time', async () => {
    answers = [status(503, { 'Retry-After': '20' }), status(503, { 'Retry-After': '20' })]
    expect((await httpFetch({ maximumWait: 30_000 })(origin)).status).toBe(503)
    expect(waits).toEqual([20_000])
  })
})

describe('limits of the host', () => {
  it('waits as long as Retry-After says in seconds or as a date, for POSTs as well', async () => {
    const date = new Date(clock + 12_000).toUTCString()
    answers = [status(429, { 'Retry-After': '7' }), status(403, { 'Retry-After': '5' })]
    expect((await httpFetch()(origin, post)).status).toBe(200)
    answers = [status(429, { 'Retry-After': date })]
    waits = []
    clock -= 12_000
    expect((await httpFetch()(origin, post)).status).toBe(200)
    expect(waits).toEqual([12_000])
  })

  it('waits for a reset that is near, by the clock of the host', async () => {
    const hostClock = clock + 3_600_000
    const headers = {
      Date: new Date(hostClock).toUTCString(),
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(hostClock / 1000 + 30),
    }
    answers = [status(403, headers, '{"message":"API rate limit exceeded for user."}')]
    expect((await httpFetch()(origin)).status).toBe(200)
    expect(waits).toEqual([30_000])
  })

  it('says when it can go on if the reset is far, and sends nothing until then', async () => {
    const reset = String(clock / 1000 + 1800)
    answers = [status(429, { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset })]
    const fetch = httpFetch()
    const refused = { retryable: true, details: { retryAt: '2026-01-02T03:34:05.000Z', uncertain: false } }
    await expect(fetch(origin)).rejects.toMatchObject(refused)
    await expect(fetch(origin)).rejects.toMatchObject(refused)
    expect(received).toHaveLength(1)
    clock += 1_800_000
    expect((await fetch(origin)).status).toBe(200)
  })

  it('holds the next request back after the last one that the host allowed', async () => {
    answers = [status(200, { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(clock / 1000 + 9) })]
    const fetch = httpFetch()
    await fetch(origin)
    await fetch(origin)
    expect(waits).toEqual([9_000])
  })

  it('waits a minute at a secondary limit that does not say how long, once', async () => {
    const secondary = status(403, {}, '{"message":"You have exceeded a secondary rate limit."}')
    answers = [secondary, secondary]
    await expect(httpFetch()(origin, post)).rejects.toBeInstanceOf(ExternalServiceError)
    expect(waits).toEqual([63_000])
  })

  it('takes an ordinary 403 for what it is, and leaves its body to the caller', async () => {
    answers = [status(403, {}, '{"message":"Resource not accessible by personal access token"}')]
    expect(await (await httpFetch()(origin)).json()).toHaveProperty('message')
  })
})

describe('redirects', () => {
  it.each([301, 307, 308])('repeats the same request at the same origin after %i', async (code) => {
    answers = [status(code, { Location: '/new' })]
    const init = { ...post, headers: { Authorization: 'Bearer secret' } }
    const response = await httpFetch()(`${origin}/old`, init)
    expect(response.url).toBe(`${origin}/new`)
    const sent = { method: 'POST', body: '{"a":1}', authorization: 'Bearer secret' }
    expect(received).toEqual([
      { ...sent, url: '/old' },
      { ...sent, url: '/new' },
    ])
  })

  it('goes to no other origin', async () => {
    const elsewhere = createServer((request, response) => {
      received.push({ method: 'elsewhere', url: request.url ?? '', body: '', authorization: undefined })
      response.end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const there = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x`
    answers = [status(301, { Location: there })]
    const headers = { Authorization: 'Bearer secret' }
    const error = await httpFetch()(origin, { headers }).catch((thrown: unknown) => thrown)
    elsewhere.close()
    expect(error).toMatchObject({ retryable: false, message: expect.stringContaining(there) })
    expect(methods()).toEqual(['GET'])
  })

  it('goes only to the origins that are allowed, and follows no redirect out of them', async () => {
    const headers = { Authorization: 'Bearer secret' }
    for (const origins of [
      [],
      ['https://github.com'],
      [`${origin}.example.com`],
      [origin.replace('http', 'https')],
    ])
      await expect(httpFetch({ origins })(`${origin}/a`, { headers })).rejects.toThrow(
        'Not allowed to send the secrets',
      )
    expect(received).toEqual([])
    const { port } = new URL(origin)
    const places = [
      'http://10.0.0.1/x',
      'http://169.254.169.254/latest',
      `http://localhost:${port}/x`,
      `https://127.0.0.1:${port}/x`,
    ]
    for (const place of [...places, '//evil.example/x', 'http:\\\\evil.example/x']) {
      answers = [status(307, { Location: place })]
      await expect(httpFetch({ origins: [origin] })(origin, { headers })).rejects.toThrow('not followed')
    }
    expect(received).toHaveLength(places.length + 2)
  })

  it('follows neither circles nor what leads to a page for people', async () => {
    answers = Array.from({ length: 10 }, () => status(301, { Location: '/' }))
    await expect(httpFetch()(origin)).rejects.toThrow('redirects in a loop')
    answers = [status(302, { Location: '/login' })]
    await expect(httpFetch()(origin)).rejects.toThrow('/login')
  })
})

describe('bounds', () => {
  it('does not read a reply that is too large', async () => {
    answers = [status(200, {}, 'x'.repeat(2000))]
    await expect(httpFetch({ maximumReply: 1000 })(origin)).rejects.toThrow('exceeds 1000 bytes')
    expect(received).toHaveLength(1)
  })

  it('sends only so many requests at a time', async () => {
    let open = 0
    let most = 0
    const slow: Answer = (_request, response) => {
      open += 1
      most = Math.max(most, open)
      setTimeout(() => {
        open -= 1
        response.end()
      }, 20)
    }
    answers = Array.from({ length: 9 }, () => slow)
    const fetch = httpFetch({ concurrency: 3 })
    await Promise.all(Array.from({ length: 9 }, async () => fetch(origin)))
    expect(most).toBe(3)
  })

  it('tells of every request that it sends, without the query', async () => {
    const sent: unknown[] = []
    answers = [status(502), status(307, { Location: '/b' })]
    await httpFetch({ onRequest: (request) => sent.push(request) })(`${origin}/a?page=1`)
    const { host } = new URL(origin)
    expect(sent).toEqual(['/a', '/a', '/b'].map((path) => ({ method: 'GET', host, path })))
  })
})

describe('cancelling', () => {
  it.each(['for all', 'for one'])('stops a request on its way (%s)', async (whose) => {
    const stop = new AbortController()
    answers = [never]
    const all = whose === 'for all' ? { signal: stop.signal } : {}
    const one = whose === 'for one' ? { signal: stop.signal } : {}
    const request = httpFetch(all)(origin, one)
    setTimeout(() => stop.abort(), 30)
    await expect(request).rejects.toBeInstanceOf(CancelledError)
    expect(received).toHaveLength(1)
  })

  it('stops a request that waits', async () => {
    const stop = new AbortController()
    answers = [status(429, { 'Retry-After': '60' })]
    const request = createHttpFetch({ service: 'Somewhere', signal: stop.signal })(origin)
    setTimeout(() => stop.abort(), 50)
    await expect(request).rejects.toBeInstanceOf(CancelledError)
  })
})

it('no error names the token', async () => {
  const fetch = httpFetch({ retries: 0 })
  const headers = { Authorization: 'Bearer canary-1234' }
  answers = [broken, status(302, { Location: '/login' }), status(429, { 'Retry-After': '9999' })]
  for (let count = 0; count < 3; count += 1) {
    const error: unknown = await fetch(origin, { headers }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ExternalServiceError)
    expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  }
})
