import type { FastifyRequest } from 'fastify'

/** Names the space of a request; absent: that of the token, or the home space. */
const spaceHeader = 'groundplan-space'

/** The space that a request names, if it names one. */
export function namedSpace({ headers }: FastifyRequest): string | undefined {
  const named = headers[spaceHeader]
  return typeof named === 'string' && named !== '' ? named : undefined
}
