import { createHash } from 'node:crypto'
import {
  findStateAccess,
  largestState,
  lockState,
  readState,
  unlockState,
  writeState,
  type BackendAnswer,
  type BackendDependencies,
  type StateAccess,
  type StateKey,
} from '@groundplan/terraform-state'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts'
import { callerKey, RateLimiter } from './rate-limiter.ts'
import { BufferFullError, DeliveryBuffer } from './webhooks/delivery-buffer.ts'

interface StateRoute {
  Params: StateKey & { readonly space: string }
  Querystring: { readonly ID?: string }
}

type StateRequest = FastifyRequest<StateRoute>

/** How long the description of a lock may be, in bytes. */
const longestLock = 10_000

/** The address of a state on a server, as Terraform is given it: for reading, writing, `LOCK` and `UNLOCK`. */
export function stateAddress(
  baseUrl: string,
  { spaceId, environment, grain }: StateKey & { readonly spaceId: string },
): string {
  const parts = [spaceId, environment, grain].map(encodeURIComponent)
  return `${baseUrl.replace(/\/+$/, '')}/state/${parts.join('/')}`
}

/** MD5 in hexadecimal, which is what Terraform compares states with. */
export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

/**
 * Terraform's HTTP backend at `/state/<space>/<environment>/<grain>`. Runs sign in with HTTP Basic and credentials of their own; nothing is read of
 * a body before they are known.
 */
export async function serveStates(
  server: FastifyInstance,
  statesOf: (spaceId: string) => BackendDependencies | undefined,
  limits: HttpLimits = defaultHttpLimits,
): Promise<void> {
  const buffer = new DeliveryBuffer(limits.stateBufferBytes)
  const failures = new RateLimiter({ perMinute: limits.failedSignInsPerMinute })
  for (const method of ['LOCK', 'UNLOCK']) server.addHttpMethod(method, { hasBody: true })
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The body stays unread until it is known who sends it.
    scope.addContentTypeParser('*', (_request, _body, done) => done(null, undefined))
    scope.route<StateRoute>({
      method: ['GET', 'POST', 'LOCK', 'UNLOCK'],
      url: '/state/:space/:environment/:grain',
      config: { anyOrigin: true, withoutToken: true },
      handler: async (request, reply) => {
        const { space, environment, grain } = request.params
        const dependencies = statesOf(space)
        const access = dependencies && (await authenticate(request, dependencies))
        if (access === undefined || dependencies === undefined) {
          const isTooMuch = !failures.take(callerKey(request.socket.remoteAddress))
          reply.header('www-authenticate', 'Basic realm="Terraform state"')
          return refuse(reply, isTooMuch ? 429 : 401, 'Invalid credentials, or those of a run that is over.')
        }
        if (access.environment !== environment || access.grain !== grain)
          return refuse(reply, 403, 'These credentials are for another state.')
        return answer(request, reply, { access, buffer, dependencies })
      },
    })
  })
}

interface StateWork {
  readonly access: StateAccess
  readonly buffer: DeliveryBuffer
  readonly dependencies: BackendDependencies
}

async function answer(request: StateRequest, reply: FastifyReply, work: StateWork): Promise<FastifyReply> {
  const { access, dependencies } = work
  if (request.method === 'GET') return send(reply, await readState(access, dependencies))
  const maximum = request.method === 'POST' ? largestState : longestLock
  if (Number(request.headers['content-length'] ?? 0) > maximum) return refuse(reply, 413, tooLarge(maximum))
  try {
    const { bytes, release } = await work.buffer.read(request.raw, maximum)
    try {
      return send(reply, await change(request, Uint8Array.from(bytes), work))
    } finally {
      release()
    }
  } catch (error) {
    if (!(error instanceof BufferFullError)) throw error
    // Without a length, it shows only now that it is too long.
    return refuse(reply, 413, tooLarge(maximum))
  }
}

function change(
  { method, query, headers }: StateRequest,
  content: Uint8Array<ArrayBuffer>,
  { access, dependencies }: StateWork,
): Promise<BackendAnswer> {
  const text = () => new TextDecoder().decode(content)
  if (method === 'LOCK') return lockState(access, text(), dependencies)
  if (method === 'UNLOCK') return unlockState(access, text(), dependencies)
  const digest = headers['content-md5']
  return writeState(
    access,
    {
      content,
      lockId: typeof query.ID === 'string' ? query.ID : undefined,
      md5: typeof digest === 'string' ? Buffer.from(digest, 'base64').toString('hex') : undefined,
    },
    dependencies,
  )
}

function send(reply: FastifyReply, { status, body, md5: digest }: BackendAnswer): FastifyReply {
  reply.code(status).header('cache-control', 'no-store')
  if (digest !== undefined) reply.header('content-md5', Buffer.from(digest, 'hex').toString('base64'))
  return reply.type('application/octet-stream').send(body === undefined ? '' : Buffer.from(body))
}

function refuse(reply: FastifyReply, status: 401 | 403 | 413 | 429, message: string): FastifyReply {
  // What was not read of a body is of no use: the connection ends with it.
  if (!reply.request.raw.readableEnded) reply.header('connection', 'close')
  return reply.code(status).send({ message })
}

function tooLarge(maximum: number): string {
  return `The body is larger than ${maximum} bytes, which is the limit.`
}

/** Username and password, see https://www.rfc-editor.org/rfc/rfc7617. */
async function authenticate(
  { headers }: FastifyRequest,
  dependencies: BackendDependencies,
): Promise<StateAccess | undefined> {
  const [, encoded = ''] = /^basic +(\S+) *$/i.exec(headers.authorization ?? '') ?? []
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon === -1) return undefined
  return findStateAccess({ username: pair.slice(0, colon), password: pair.slice(colon + 1) }, dependencies)
}
