import { builtInRoles } from '@groundplan/access'
import { InMemorySpaceStore } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiContext } from '@groundplan/api'
import { ExternalServiceError } from '@groundplan/errors'
import { useTemporaryDirectories } from '@groundplan/testing'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpServer } from './create-http-server.ts'

const temporaryDirectory = useTemporaryDirectories()
let server: FastifyInstance
let portalDirectory: string
let unexpected: unknown[]
let checkDatabase: () => Promise<void>

/** What these tests ask needs no stores. */
const context = {
  version: '1.2.3',
  caller: { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] },
  spaceId: 'default',
  spaces: new InMemorySpaceStore(),
  now: () => new Date(),
  audit: { record: async () => {} },
  repository: { address: '/blueprints.git' },
} as unknown as ApiContext

beforeEach(async () => {
  portalDirectory = await temporaryDirectory()
  await mkdir(join(portalDirectory, 'assets'))
  await writeFile(join(portalDirectory, 'index.html'), '<!doctype html><title>Portal</title>')
  await writeFile(join(portalDirectory, 'assets/app-1a2b.js'), 'export {}')
  await writeFile(join(portalDirectory, 'favicon.svg'), '<svg/>')
  unexpected = []
  checkDatabase = async () => {}
  server = await createHttpServer({
    context,
    allowedHosts: ['Groundplan.example.com'],
    portalDirectory,
    checkDatabase: () => checkDatabase(),
    webhooks: { findHost: async () => undefined, onHint: async () => {} },
    onUnexpectedError: (error) => unexpected.push(error),
  })
})
afterEach(() => server.close())

const ask = (url: string, headers: Readonly<Record<string, string>> = {}, options: InjectOptions = {}) =>
  server.inject({ url, headers: { host: 'localhost:4400', ...headers }, ...options })

describe('the web server', () => {
  it('tells that it is well', async () => {
    expect((await ask('/health')).json()).toEqual({ status: 'ok', version: '1.2.3' })
  })

  it('tells whether it can serve anybody', async () => {
    expect((await ask('/readyz')).json()).toEqual({ status: 'ready' })
    const hint = 'Try again in a moment.'
    checkDatabase = async () => {
      throw new ExternalServiceError('The database is not responding.', { service: 'postgresql', hint })
    }
    const response = await ask('/readyz')
    expect(response.statusCode).toBe(503)
    expect(response.json()).toMatchObject({ message: 'The database is not responding.', hint })
  })

  it.each([
    ['blueprint.v2', { $id: 'urn:groundplan:blueprint:v2', title: 'Groundplan blueprint' }],
    ['configuration.v1', { $id: 'urn:groundplan:configuration:v1', title: 'Groundplan configuration' }],
    ['space.v1', { $id: 'urn:groundplan:space:v1', title: 'Groundplan space' }],
  ])('gives out the schema %s', async (name, expected) => {
    const response = await ask(`/schemas/${name}.json`)
    expect(response.headers['content-type']).toBe('application/schema+json; charset=utf-8')
    expect(response.json()).toMatchObject(expected)
  })

  it('answers questions of the API', async () => {
    const response = await ask('/trpc/about')
    expect(response.json()).toMatchObject({ result: { data: { version: '1.2.3', user: 'ada' } } })
  })

  it('tells what is wrong with input in words', async () => {
    const response = await ask(`/trpc/proposals.get?input=${encodeURIComponent('{"number":-1}')}`)
    expect(response.statusCode).toBe(400)
    expect(response.json().error).toMatchObject({
      message: expect.stringMatching(/^number: Too small/),
      data: { code: 'BAD_REQUEST', errorCode: 'input-invalid' },
    })
    expect(response.body).not.toContain('stack')
    expect(unexpected).toEqual([])
  })

  it('reports what it did not expect to its log', async () => {
    const response = await ask('/trpc/catalog.list')
    expect(response.statusCode).toBe(500)
    expect(unexpected).toHaveLength(1)
    expect(response.body).not.toContain('at ')
  })

  it('takes no change as a GET', async () => {
    const response = await ask(`/trpc/proposals.approve?input=${encodeURIComponent('{"number":1}')}`)
    expect(response.statusCode).toBe(405)
  })

  it('refuses bodies without end', async () => {
    const payload = JSON.stringify({ number: 1, reason: 'x'.repeat(1_100_000) })
    const headers = { host: 'localhost', 'content-type': 'application/json' }
    const response = await server.inject({ method: 'POST', url: '/trpc/proposals.reject', payload, headers })
    expect(response.statusCode).toBe(413)
  })
})

describe('every answer', () => {
  it.each(['/', '/health', '/trpc/about', '/nowhere'])(
    'of %s forbids scripts, styles and frames of others',
    async (url) => {
      const { headers } = await ask(url)
      const policy = String(headers['content-security-policy'])
      const directives = [
        ...["default-src 'none'", "script-src 'self'", "script-src-attr 'none'", "object-src 'none'"],
        ...["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "connect-src 'self'"],
      ]
      for (const directive of directives) expect(policy.split(';')).toContain(directive)
      expect(policy).not.toMatch(/unsafe|upgrade-insecure-requests|https:|\*/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      })
      expect(headers['strict-transport-security']).toBeUndefined()
    },
  )

  it('of a page has the nonce of its policy, another one each time', async () => {
    const page =
      '<meta property="csp-nonce" nonce="GROUNDPLAN_STYLE_NONCE"><style nonce="GROUNDPLAN_STYLE_NONCE">'
    await writeFile(join(portalDirectory, 'index.html'), page)
    const seen = new Set<string>()
    for (const url of ['/', '/catalog', '/proposals/1']) {
      const { headers, body } = await ask(url)
      const [, nonce = ''] =
        /style-src 'self' 'nonce-([\w+/=]{24})'/.exec(String(headers['content-security-policy'])) ?? []
      expect(body).toBe(page.replaceAll('GROUNDPLAN_STYLE_NONCE', nonce))
      seen.add(nonce)
    }
    expect(seen.size).toBe(3)
  })
})

describe('a change with a cookie', () => {
  const change = (headers: Readonly<Record<string, string>>) =>
    ask(
      '/trpc/nothing',
      { 'content-type': 'application/json', ...headers },
      { method: 'POST', payload: '{}' },
    )

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:4400' },
    { origin: 'http://localhost:4400' },
  ])('is one of our pages: %j', async (headers) => {
    expect((await change({ cookie: 'session=1', ...headers })).statusCode).toBe(404)
  })

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { origin: 'http://localhost:4401' },
    { origin: 'http://evil.example.com', 'sec-fetch-site': 'same-origin' },
    { referer: 'http://localhost:4400/' },
  ])('is not one of our pages: %j', async (headers) => {
    expect((await change({ cookie: 'session=1', ...headers })).statusCode).toBe(403)
  })

  it('needs no such proof without a cookie, as programs make it', async () => {
    expect((await change({})).statusCode).toBe(404)
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('is no form of another site: %s', async (type) => {
    const headers = { 'content-type': type, cookie: 'session=1', origin: 'http://localhost:4400' }
    expect((await change(headers)).statusCode).toBe(415)
    expect(
      (await ask('/trpc/nothing', { 'content-type': type }, { method: 'POST', payload: 'x' })).statusCode,
    ).toBe(415)
  })
})

describe('the guard', () => {
  it.each([
    'localhost',
    'localhost:4400',
    'LOCALHOST',
    '127.0.0.1:1',
    '[::1]:4400',
    'groundplan.example.com:80',
  ])('answers as %s', async (host) => {
    expect((await ask('/health', { host })).statusCode).toBe(200)
  })

  it.each([
    'evil.example.com',
    'localhost.evil.example.com',
    'localhost:4400.evil.com',
    '10.0.0.1',
    'x@localhost',
  ])('does not answer as %s', async (host) => {
    for (const url of ['/health', '/', '/trpc/about', '/assets/app-1a2b.js']) {
      const response = await ask(url, { host })
      expect(response.statusCode).toBe(421)
      expect(response.json().message).toContain('GROUNDPLAN_ALLOWED_HOSTS')
    }
  })

  it.each(['https://evil.example.com', 'null', 'http://localhost:9999', 'http://localhost', 'file://'])(
    'refuses what a page of %s asks',
    async (origin) => {
      const response = await ask('/trpc/about', { origin })
      expect(response.statusCode).toBe(403)
      expect(response.body).not.toContain('1.2.3')
    },
  )

  it.each(['http://localhost:4400', 'https://localhost:4400'])(
    'lets pages of its own ask: %s',
    async (origin) => {
      expect((await ask('/trpc/about', { origin })).statusCode).toBe(200)
    },
  )
})

describe('the portal', () => {
  it.each(['/', '/catalog', '/proposals/12?tab=diff', '/imports/new'])('has a page at %s', async (url) => {
    const response = await ask(url)
    expect(response.statusCode).toBe(200)
    expect(response.body).toContain('<title>Portal</title>')
    expect(response.headers['cache-control']).toBe('no-cache')
  })

  it('keeps what carries a fingerprint for good, and nothing else', async () => {
    expect((await ask('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable')
    expect((await ask('/favicon.svg')).headers['cache-control']).toBe('no-cache')
  })

  it.each(['/assets/gone-9z.js', '/favicon.ico', '/catalog/x.png'])(
    'has no page in place of a file: %s',
    async (url) => {
      expect((await ask(url)).statusCode).toBe(404)
    },
  )

  it.each(['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd'])(
    'gives out nothing from elsewhere: %s',
    async (url) => {
      const response = await ask(url)
      expect(response.body).not.toMatch(/"name"|root:/)
    },
  )

  it('answers a post to a page with 404', async () => {
    expect((await ask('/catalog', {}, { method: 'POST' })).statusCode).toBe(404)
  })

  it('says that it is not built, until it is', async () => {
    await rm(join(portalDirectory, 'index.html'))
    const before = await ask('/catalog')
    expect([before.statusCode, before.body]).toEqual([503, expect.stringContaining('npm run build')])
    await writeFile(join(portalDirectory, 'index.html'), 'built')
    expect((await ask('/catalog')).body).toBe('built')
  })
})
