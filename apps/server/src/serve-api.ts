import { appRouter, errorReference, ResponseBudget, type ApiContext } from '@groundplan/api'
import type { AnyProcedure } from '@trpc/server'
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { correlationIdOf, nameEventSource, noteDenial } from './audit/record-refusals.ts'
import type { RefusalLog } from './audit/refusal-log.ts'
import type { CheckImportAddresses } from './access/create-import-address-check.ts'
import { isLocalCaller } from './access/is-local-caller.ts'
import { guardFromOtherSites, requireJson } from './guard-origin.ts'
import { isLocalAdministrator } from './sign-in/local-administrator.ts'
import type { HttpLimits } from './http-limits.ts'
import { refuse } from './refuse.ts'
import { enterSpaces } from './spaces/enter-spaces.ts'

export interface ApiOptions {
  /** Of the home space. */
  readonly context: ApiContext
  /** That of another space; absent: there is none. */
  readonly contextOf?: ((spaceId: string) => ApiContext) | undefined
  readonly checkImportAddresses?: CheckImportAddresses | undefined
  readonly limits: HttpLimits
  readonly onUnexpectedError: (error: unknown, reference: string) => void
  /** Hears what procedures refuse; nobody if absent. */
  readonly refusals?: RefusalLog | undefined
}

/** Serves the procedures at `/trpc`. Other sites cannot call them, not even with a link. */
export async function serveApi(server: FastifyInstance, options: ApiOptions): Promise<void> {
  const { limits } = options
  await server.register(async (scope) => {
    guardFromOtherSites(scope)
    refuseOtherMethods(scope)
    requireJson(scope)
    enterSpaces(scope, options)
    limitSubscriptions(scope, limits.subscriptions)
    nameEventSource(scope, options.context.caller.actor)
    await scope.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        maxBatchSize: limits.callsPerBatch,
        allowMethodOverride: false,
        createContext: ({ req, info }) => ({
          ...findContext(req, options),
          ...createCallerContext(req, options),
          correlationId: correlationIdOf(req),
          responseBudget: info.isBatchCall ? new ResponseBudget(limits.batchCharacters) : undefined,
        }),
        onError: ({ error, req, ctx, path = '' }) => {
          if (error.code === 'FORBIDDEN' && options.refusals !== undefined) {
            const { caller, spaceId } = ctx ?? options.context
            const denial = { actor: caller.actor, procedure: path, reason: error.message, spaceId }
            noteDenial(options.refusals, req, denial)
          }
          if (error.code !== 'INTERNAL_SERVER_ERROR') return
          options.onUnexpectedError(error.cause ?? error, errorReference(error))
        },
      } satisfies FastifyTRPCPluginOptions<typeof appRouter>['trpcOptions'],
    })
  })
}

/** Of the space that the request was let into. */
function findContext(
  { spaceId }: FastifyRequest,
  { context, contextOf = () => context }: ApiOptions,
): ApiContext {
  return spaceId === undefined || spaceId === context.spaceId ? context : contextOf(spaceId)
}

function createCallerContext(
  request: FastifyRequest,
  { context, checkImportAddresses }: ApiOptions,
): Pick<ApiContext, 'caller' | 'checkImportAddresses'> {
  const { caller = context.caller } = request
  if (checkImportAddresses === undefined) return { caller }
  // A program with a token of its own may do what the token says, wherever it runs.
  const isAdministrator = request.caller === undefined || isLocalAdministrator(request.caller)
  const isLocal = isAdministrator && isLocalCaller(request)
  return { caller, checkImportAddresses: (addresses) => checkImportAddresses(addresses, { isLocal, caller }) }
}

/** tRPC makes a `Request` of whatever comes, and for some methods there is none. */
function refuseOtherMethods(scope: FastifyInstance): void {
  scope.addHook('onRequest', async ({ method }, reply) => {
    if (method === 'GET' || method === 'POST' || method === 'HEAD') return undefined
    return reply.code(405).header('allow', 'GET, HEAD, POST').send({ message: 'Use GET or POST.' })
  })
}

/** A subscription stays open as long as its import runs, so that only their number can be limited. */
function limitSubscriptions(scope: FastifyInstance, maximum: number): void {
  let open = 0
  scope.addHook('preHandler', async (request, reply) => {
    const { path } = request.params as { readonly path?: string }
    if (path === undefined || !isSubscription(path)) return undefined
    if (open >= maximum) {
      return refuse(reply, 503, {
        message: 'Too many subscriptions are open.',
        hint: 'Close pages that show a running import, or try again later.',
      })
    }
    open += 1
    reply.raw.once('close', () => (open -= 1))
    return undefined
  })
}

function isSubscription(path: string): boolean {
  // Flat at run time: `imports.watch` is a key.
  const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, AnyProcedure>>
  const name = decode(path)
  return Object.hasOwn(procedures, name) && procedures[name]?._def.type === 'subscription'
}

/** tRPC decodes once more what the router of Fastify has decoded. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
