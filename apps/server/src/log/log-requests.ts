import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from './create-logger.ts'

/** Under which header a request's id is returned. */
export const requestIdHeader = 'x-request-id'

/**
 * Writes a line for each request when it is over, and returns its id as a header. Neither queries nor bodies nor headers are in it:
 * inputs of procedures are there.
 */
export function logRequests(server: FastifyInstance, logger: Logger): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header(requestIdHeader, request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    const { id, method } = request
    const ms = Math.round(reply.elapsedTime)
    const level = isRoutine(request, reply.statusCode) ? 'debug' : 'info'
    logger[level]({ request: id, method, ...describe(request), status: reply.statusCode, ms }, 'request')
  })
}

/** An id that no caller can choose. */
export function createRequestId(): string {
  return randomUUID()
}

const longestPath = 200

/** The procedures that are called, or the path without its query. */
function describe({ url, routeOptions }: FastifyRequest): Readonly<Record<string, string>> {
  const path = (url.split('?')[0] ?? '').slice(0, longestPath)
  if (routeOptions.url?.startsWith('/trpc/') === true && path.startsWith('/trpc/'))
    return { procedure: path.slice('/trpc/'.length) }
  return { path }
}

const healthChecks: ReadonlySet<string | undefined> = new Set(['/healthz', '/health', '/readyz'])

/** Health checks, and the dozens of files of which each page of the portal is made. */
function isRoutine({ url, routeOptions }: FastifyRequest, status: number): boolean {
  return healthChecks.has(routeOptions.url) || (url.startsWith('/assets/') && status < 400)
}
