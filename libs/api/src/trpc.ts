import { PlatformError, toPlatformError, type ErrorCode } from '@groundplan/errors'
import { initTRPC, TRPCError } from '@trpc/server'
import type { ApiContext } from './api-context.ts'

/** How our errors are named in tRPC; the only place that maps them. */
const trpcCodes = {
  'input-invalid': 'BAD_REQUEST',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'not-allowed': 'FORBIDDEN',
  'external-service': 'BAD_GATEWAY',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPCError['code']>

const trpc = initTRPC.context<ApiContext>().create({
  errorFormatter({ shape, error }) {
    const ours = error.cause instanceof PlatformError ? error.cause : undefined
    return { ...shape, data: { ...shape.data, stack: undefined, errorCode: ours?.code, hint: ours?.hint } }
  },
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
})

export const router = trpc.router

/** A procedure whose PlatformErrors reach the client with code, message and hint. */
export const procedure = trpc.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok || !(result.error.cause instanceof Error)) return result
  const ours = toPlatformError(result.error.cause)
  if (!(result.error.cause instanceof PlatformError)) return result
  throw new TRPCError({ code: trpcCodes[ours.code], message: ours.message, cause: ours })
})
