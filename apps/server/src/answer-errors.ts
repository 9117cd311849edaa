import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance } from 'fastify'

/** Answers what goes wrong outside of procedures: what the caller did wrong in words, anything else with an id of the log. */
export function answerErrors(
  server: FastifyInstance,
  onUnexpectedError: (error: unknown, reference: string) => void,
): void {
  server.setErrorHandler<FastifyError>((error, _, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) return reply.code(status).send({ message: error.message })
    const reference = randomUUID().slice(0, 8)
    onUnexpectedError(error, reference)
    return reply.code(500).send({
      message: `Internal error ${reference}`,
      hint: 'Search the server log for this ID.',
    })
  })
}
