import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import { useTemporaryDirectories } from '@groundplan/testing'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseEncoding } from './choose-encoding.ts'
import { compressAnswers } from './compress-answers.ts'

const temporaryDirectory = useTemporaryDirectories()
/** More than is compressed at once. */
const longer = JSON.stringify({ numbers: Array.from({ length: 30_000 }, (_, index) => index) })
const long = JSON.stringify({ text: 'groundplan '.repeat(500) })
let server: FastifyInstance

beforeEach(async () => {
  const root = await temporaryDirectory()
  await mkdir(join(root, 'files'))
  await writeFile(join(root, 'files/app.js'), `// ${'x'.repeat(3000)}\n`)
  await writeFile(join(root, 'files/small.js'), 'export {}\n')
  await writeFile(join(root, 'files/picture.png'), 'x'.repeat(3000))
  server = fastify()
  compressAnswers(server)
  await server.register(fastifyStatic, { root })
  const json = { 'content-type': 'application/json' }
  server.get('/text', (_, reply) => reply.type('application/json').send(long))
  server.get('/longer', (_, reply) => reply.type('application/json').send(longer))
  server.get('/small', () => ({ small: true }))
  server.get('/response', (_, reply) =>
    reply.send(new Response(long, { headers: { ...json, 'x-own': 'yes' } })),
  )
  server.get('/failed', (_, reply) => reply.send(new Response(long, { status: 404, headers: json })))
  server.get('/events', (_, reply) => {
    const events = new ReadableStream({
      async start(controller) {
        for (const text of ['one', 'two']) {
          controller.enqueue(new TextEncoder().encode(`data: ${text.padEnd(2000)}\n\n`))
          await delay(20)
        }
        controller.close()
      },
    })
    return reply.send(new Response(events, { headers: { 'content-type': 'text/event-stream' } }))
  })
})
afterEach(() => server.close())

const ask = (url: string, encoding?: string, headers: Readonly<Record<string, string>> = {}) =>
  server.inject({
    url,
    headers: { ...(encoding === undefined ? {} : { 'accept-encoding': encoding }), ...headers },
  })

describe('compressed answers', () => {
  it.each(['/text', '/response'])('of %s hold the same as others', async (url) => {
    const plain = await ask(url)
    expect(plain.headers).not.toHaveProperty('content-encoding')
    expect(plain.headers['vary']).toBe('accept-encoding')
    expect(plain.body).toBe(long)
    const brotli = await ask(url, 'gzip, deflate, br')
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br' })
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(long)
    const gzip = await ask(url, 'gzip')
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(long)
    expect(Number(gzip.headers['content-length'])).toBe(gzip.rawPayload.length)
  })

  it('of any size hold the same', async () => {
    expect(brotliDecompressSync((await ask('/longer', 'br')).rawPayload).toString()).toBe(longer)
    expect(gunzipSync((await ask('/longer', 'gzip')).rawPayload).toString()).toBe(longer)
  })

  it('keep the headers and the status of a response', async () => {
    expect((await ask('/response', 'br')).headers['x-own']).toBe('yes')
    const failed = await ask('/failed', 'br')
    expect(failed.statusCode).toBe(404)
    expect(failed.body).toBe(long)
  })

  it('are files as well, but not parts of them, small ones or pictures', async () => {
    const file = await ask('/files/app.js', 'br')
    expect(file.headers).toMatchObject({ 'content-encoding': 'br', etag: expect.stringMatching(/^W\//) })
    expect(file.headers).not.toHaveProperty('content-length')
    expect(brotliDecompressSync(file.rawPayload).toString()).toMatch(/^\/\/ x{3000}\n$/)
    const part = await ask('/files/app.js', 'br', { range: 'bytes=0-1999' })
    expect(part.statusCode).toBe(206)
    for (const answer of [part, await ask('/files/small.js', 'br'), await ask('/files/picture.png', 'br')])
      expect(answer.headers).not.toHaveProperty('content-encoding')
  })

  it('are never those that are small or arrive bit by bit', async () => {
    expect((await ask('/small', 'br')).headers).not.toHaveProperty('content-encoding')
    const events = await ask('/events', 'br')
    expect(events.headers).not.toHaveProperty('content-encoding')
    expect(events.body).toMatch(/^data: one\s+data: two\s+$/)
  })

  it('have no body where only the headers are asked for', async () => {
    const head = await server.inject({
      method: 'HEAD',
      url: '/files/app.js',
      headers: { 'accept-encoding': 'br' },
    })
    expect(head.headers).not.toHaveProperty('content-encoding')
    expect(head.body).toBe('')
  })
})

describe('chooseEncoding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['deflate, zstd', undefined],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['gzip;q=x', undefined],
  ])('of "%s" is %s', (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding)
  })
})
