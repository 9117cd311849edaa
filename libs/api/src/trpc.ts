import {
  ExternalServiceError,
  findStorageError,
  InputError,
  PlatformError,
  type ErrorCode,
} from '@groundplan/errors'
import { requirePermission, type Permission } from '@groundplan/access'
import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import type { ApiContext } from './api-context.ts'
import { errorReference } from './error-reference.ts'

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

export interface ProcedureFacts {
  /** What the caller has to be permitted. */
  readonly permission: Permission
}

const trpc = initTRPC
  .context<ApiContext>()
  .meta<ProcedureFacts>()
  .create({
    errorFormatter({ shape, error }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') return toInternalShape(shape, error)
      const ours = toOurs(error.cause)
      const data = { ...shape.data, stack: undefined, errorCode: ours?.code, hint: ours?.hint }
      return { ...shape, message: ours?.message ?? shape.message, data }
    },
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
  })

export const router = trpc.router

/** Its PlatformErrors reach the client with code, message and hint, and its answer fits the batch. */
const basicProcedure = trpc.procedure.use(async ({ ctx, type, next }) => {
  const result = await next()
  if (result.ok) {
    // What a mutation did is done: its answer is small, and has to be told.
    if (type === 'query') ctx.responseBudget?.spend(result.data)
    return result
  }
  throw toTrpcError(result.error.cause) ?? result.error
})

/** A procedure for callers who have a permission in the space of the request. There are no others. */
export function procedureFor(permission: Permission) {
  return basicProcedure.meta({ permission }).use(({ ctx, next }) => {
    requirePermission(ctx.caller, permission, ctx.spaceId)
    return next()
  })
}

/** The steps of a subscription, whose errors no procedure sees: they come when it has already answered. */
export async function* withTrpcErrors<Step>(steps: AsyncIterable<Step>): AsyncGenerator<Step, void> {
  try {
    yield* steps
  } catch (error) {
    throw toTrpcError(error) ?? error
  }
}

function toTrpcError(error: unknown): TRPCError | undefined {
  const ours = error instanceof PlatformError ? error : findStorageError(error)
  if (ours === undefined) return undefined
  return new TRPCError({ code: codeOf(ours), message: ours.message, cause: ours })
}

/** What we depend on is busy: whoever asks again later gets an answer. */
function codeOf(error: PlatformError): TRPCError['code'] {
  const isBusy = error instanceof ExternalServiceError && error.service === 'postgresql' && error.retryable
  return isBusy ? 'SERVICE_UNAVAILABLE' : trpcCodes[error.code]
}

/** Our error behind one of tRPC's, if there is one; input that does not fit its schema is an InputError. */
function toOurs(cause: unknown): PlatformError | undefined {
  if (cause instanceof PlatformError) return cause
  return cause instanceof z.ZodError ? new InputError(describeIssues(cause)) : undefined
}

/** Says nothing of what happened: messages of drivers and of Node.js show SQL, values and paths. The log has them. */
function toInternalShape<Shape extends { data: object }>(shape: Shape, error: TRPCError) {
  return {
    ...shape,
    message: `Internal error ${errorReference(error)}`,
    data: {
      ...shape.data,
      stack: undefined,
      errorCode: 'internal' as ErrorCode,
      hint: 'Search the server log for this ID.',
    },
  }
}

const mostIssues = 10

function describeIssues({ issues }: z.ZodError): string {
  const shown = issues
    .slice(0, mostIssues)
    .map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
  const more = issues.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more problems`] : [])].join('; ')
}
