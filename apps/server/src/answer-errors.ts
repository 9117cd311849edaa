import { randomUUID } from 'node:crypto'
import { PlatformError, type ErrorCode } from '@groundplan/errors'
import type { FastifyError, FastifyInstance } from 'fastify'
import { refuse, type RefusalStatus } from './refuse.ts'

/** What cannot be done before a procedure is reached; other codes come from procedures only, which answer themselves. */
const statuses: Partial<Record<ErrorCode, RefusalStatus>> = {
  'input-invalid': 400,
  'not-allowed': 403,
  'external-service': 503,
}

/** Answers what goes wrong outside of procedures: what is known in words, anything else with an id of the log. */
export function answerErrors(
  server: FastifyInstance,
  onUnexpectedError: (error: unknown, reference: string) => void,
): void {
  server.setErrorHandler<FastifyError | PlatformError>((error, _, reply) => {
    const refusal = error instanceof PlatformError ? statuses[error.code] : undefined
    if (refusal !== undefined) return refuse(reply, refusal, error)
    const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
    if (status >= 400 && status < 500) return reply.code(status).send({ message: error.message })
    const reference = randomUUID().slice(0, 8)
    onUnexpectedError(error, reference)
    return reply.code(500).send({
      message: `Internal error ${reference}`,
      hint: 'Search the server log for this ID.',
    })
  })
}
