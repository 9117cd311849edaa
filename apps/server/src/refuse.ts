import type { FastifyReply } from 'fastify'

const codes = {
  400: { trpc: 'BAD_REQUEST', number: -32600, ours: 'input-invalid' },
  401: { trpc: 'UNAUTHORIZED', number: -32001, ours: 'not-allowed' },
  403: { trpc: 'FORBIDDEN', number: -32003, ours: 'not-allowed' },
  404: { trpc: 'NOT_FOUND', number: -32004, ours: 'not-found' },
  415: { trpc: 'UNSUPPORTED_MEDIA_TYPE', number: -32015, ours: 'input-invalid' },
  421: { trpc: 'FORBIDDEN', number: -32003, ours: 'not-allowed' },
  429: { trpc: 'TOO_MANY_REQUESTS', number: -32029, ours: 'not-allowed' },
  503: { trpc: 'SERVICE_UNAVAILABLE', number: -32603, ours: 'external-service' },
} as const

export type RefusalStatus = keyof typeof codes

export interface Refusal {
  readonly message: string
  readonly hint?: string | undefined
}

/** Answers a request that reaches no procedure, in the form in which clients of the API read errors. */
export function refuse(reply: FastifyReply, status: RefusalStatus, { message, hint }: Refusal): FastifyReply {
  const { trpc: code, number, ours: errorCode } = codes[status]
  const data = { code, httpStatus: status, errorCode, hint }
  return reply.code(status).send({ message, hint, error: { message, code: number, data } })
}
