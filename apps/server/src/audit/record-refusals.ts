import { anonymousActor, displayActor, type Actor } from '@groundplan/actor'
import { withEventSource } from '@groundplan/database'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerKey } from '../rate-limiter.ts'
import type { Refusal, RefusalLog } from './refusal-log.ts'

const longestTarget = 200
const longestReason = 500

const types: Readonly<Record<number, Refusal['type']>> = {
  401: 'access.unauthenticated',
  403: 'access.denied',
  421: 'access.denied',
  429: 'access.rate-limited',
}

/** Requests whose refusal is recorded already. */
const recorded = new WeakSet<FastifyRequest>()

/**
 * Records requests that are refused before they reach a procedure. Requests without any credentials, which every browser begins with,
 * are not among them.
 */
export function recordRefusals(server: FastifyInstance, refusals: RefusalLog): void {
  server.addHook('onResponse', async (request, { statusCode }) => {
    const type = types[statusCode]
    if (type === undefined || recorded.has(request)) return
    const isSignIn = statusCode === 401 && request.headers.authorization === undefined
    if (isSignIn && request.routeOptions.config.withoutToken !== true) return
    const actor = request.caller?.actor ?? anonymousActor
    const address = sourceAddress(request)
    const target = `${request.method} ${request.url.split('?')[0] ?? ''}`.slice(0, longestTarget)
    refusals.note({
      ...{ type, actor, target, address, correlationId: correlationIdOf(request) },
      reason: `Answered with ${statusCode}.`,
      key: JSON.stringify([type, displayActor(actor), callerKey(request.socket.remoteAddress)]),
    })
  })
}

/** Records that a procedure refused its caller. */
export function noteDenial(
  refusals: RefusalLog,
  request: FastifyRequest,
  {
    actor,
    procedure,
    reason,
    spaceId,
  }: {
    readonly actor: Actor
    readonly procedure: string
    readonly reason: string
    /** In which it was refused. */
    readonly spaceId: string
  },
): void {
  recorded.add(request)
  refusals.note({
    ...{ type: 'access.denied', actor, target: procedure.slice(0, longestTarget) },
    ...{ reason: reason.slice(0, longestReason), address: sourceAddress(request) },
    ...{ correlationId: correlationIdOf(request), spaceId },
    key: JSON.stringify(['access.denied', displayActor(actor), procedure, spaceId]),
  })
}

/** Tells which request is answered to everything that records events meanwhile. */
export function nameEventSource(scope: FastifyInstance, defaultActor: Actor): void {
  // After the body was read: before, what follows would run in the context of the connection.
  scope.addHook('preHandler', (request, _reply, done) => {
    asCaller(request, request.caller?.actor ?? defaultActor, done)
  })
}

/** Does something that somebody asks for with a request: events that are recorded meanwhile say so. */
export function asCaller<Result>(request: FastifyRequest, actor: Actor, work: () => Result): Result {
  const source = { actor, address: sourceAddress(request), correlationId: correlationIdOf(request) }
  return withEventSource(source, work)
}

/** As events name a request; its id is also in the log and in the response. */
export function correlationIdOf({ id }: Pick<FastifyRequest, 'id'>): string {
  return `request:${id}`
}

/** The address that a request came from; behind a trusted proxy the one that the proxy names. */
function sourceAddress({ ip }: FastifyRequest): string | undefined {
  return (ip as string | undefined)?.replace(/^::ffff:(?=\d+\.)/i, '')
}
