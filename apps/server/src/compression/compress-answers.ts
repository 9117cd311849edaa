import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import {
  brotliCompress,
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createGzip,
  gzip,
  gzipSync,
  type BrotliOptions,
  type ZlibOptions,
} from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { chooseEncoding, type Encoding } from './choose-encoding.ts'

/** Smaller answers fit into one packet anyway, in bytes. */
const leastBytes = 1024

/** Compressing so much takes less time (under 0.3 ms) than handing it to another thread, in bytes. */
const mostBytesAtOnce = 65_536

/**
 * Higher levels make answers a little smaller and take many times as long. Larger windows take megabytes for each answer that is under
 * way, and find nothing in answers of this size.
 */
const gzipOptions: ZlibOptions = { level: 5 }
const brotliOptions: BrotliOptions = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 16 },
}

/** What is not text is compressed already. A stream of events must arrive event by event. */
const compressible =
  /^(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?(?:json|javascript|xml)|image\/svg\+xml)/

/**
 * Compresses answers for clients that accept it: texts and files of known size above 1 kB, never streams whose end is open.
 *
 * Not `@fastify/compress`: it compresses each `Response`, which is every answer of tRPC, as a stream. A page of 50 entries then took
 * 0.66 ms of processor time instead of 0.33 to 0.45 ms (version 9.2.0, Node.js 24), and answers below 1 kB are compressed as well,
 * because a stream has no size. With our own reading of responses before it, about half of this file would be left.
 */
export function compressAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    const answer = payload instanceof Response ? await openResponse(reply, payload) : payload
    if (reply.statusCode !== 200 || request.method === 'HEAD') return answer
    const type = reply.getHeader('content-type')
    if (typeof type !== 'string' || !compressible.test(type) || reply.hasHeader('content-encoding'))
      return answer
    reply.header('vary', addToList(reply.getHeader('vary'), 'accept-encoding'))
    const encoding = chooseEncoding(request.headers['accept-encoding'])
    if (encoding === undefined) return answer
    const compressed = await compress(answer, encoding, Number(reply.getHeader('content-length') ?? 0))
    if (compressed === undefined) return answer
    reply.header('content-encoding', encoding).removeHeader('content-length').removeHeader('accept-ranges')
    return compressed
  })
}

/** Takes over what a `Response` says, as Fastify would later. Its body is read if it is whole, and passed on if it is a stream. */
async function openResponse(reply: FastifyReply, response: Response): Promise<unknown> {
  const isWhole =
    !response.headers.has('transfer-encoding') && isCompressible(response.headers.get('content-type'))
  if (!isWhole) return response
  reply.code(response.status)
  for (const [name, value] of response.headers) reply.header(name, value)
  return Buffer.from(await response.arrayBuffer())
}

function isCompressible(type: string | null): boolean {
  return type !== null && compressible.test(type)
}

/** `undefined` if it is too small, or nobody knows how large it is. */
async function compress(answer: unknown, encoding: Encoding, length: number): Promise<unknown> {
  if (answer instanceof Readable) {
    if (length < leastBytes) return undefined
    const stream = encoding === 'br' ? createBrotliCompress(brotliOptions) : createGzip(gzipOptions)
    answer.on('error', (error) => stream.destroy(error))
    stream.on('close', () => answer.destroy())
    return answer.pipe(stream)
  }
  if (typeof answer !== 'string' && !Buffer.isBuffer(answer)) return undefined
  const bytes = Buffer.byteLength(answer)
  if (bytes < leastBytes) return undefined
  if (bytes <= mostBytesAtOnce)
    return encoding === 'br' ? brotliCompressSync(answer, brotliOptions) : gzipSync(answer, gzipOptions)
  return encoding === 'br' ? toBrotli(answer, brotliOptions) : toGzip(answer, gzipOptions)
}

const toBrotli = promisify<string | Buffer, BrotliOptions, Buffer>(brotliCompress)
const toGzip = promisify<string | Buffer, ZlibOptions, Buffer>(gzip)

function addToList(header: number | string | string[] | undefined, name: string): string {
  const names = String(header ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  return names.some((each) => each.toLowerCase() === name) ? names.join(', ') : [...names, name].join(', ')
}
