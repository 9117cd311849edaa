import { findTokenCaller } from '@groundplan/access'
import { blueprintJsonSchema } from '@groundplan/blueprint'
import { configurationJsonSchema } from '@groundplan/configuration'
import { spaceJsonSchema } from '@groundplan/declared-spaces'
import { ExternalServiceError } from '@groundplan/errors'
import { fastify, type FastifyInstance } from 'fastify'
import type { FindWorkloadCaller } from './access/find-workload-caller.ts'
import { identifyCallers } from './access/identify-callers.ts'
import { answerErrors } from './answer-errors.ts'
import { recordRefusals } from './audit/record-refusals.ts'
import { RefusalLog } from './audit/refusal-log.ts'
import { compressAnswers } from './compression/compress-answers.ts'
import { guardOrigin } from './guard-origin.ts'
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts'
import { refuse } from './refuse.ts'
import { sendSecurityHeaders } from './security-headers.ts'
import { serveIssuer } from './serve-issuer.ts'
import { readCookies } from './sign-in/cookies.ts'
import { serveSignIn } from './sign-in/serve-sign-in.ts'
import type { LocalSignIn } from './sign-in/local-sign-in.ts'
import type { SignIn } from './sign-in/sign-in.ts'
import { serveApi, type ApiOptions } from './serve-api.ts'
import { createSilentLogger, type Logger } from './log/create-logger.ts'
import { reasonForLog } from './log/describe-error.ts'
import { createRequestId, logRequests } from './log/log-requests.ts'
import { servePortal } from './serve-portal.ts'
import { serveStates } from './serve-states.ts'
import { serveWebhooks, type WebhooksOptions } from './webhooks/serve-webhooks.ts'

export interface HttpServerOptions extends Omit<ApiOptions, 'limits' | 'refusals'> {
  readonly allowedHosts: readonly string[]
  /** Addresses and networks of proxies whose `X-Forwarded-For` says where a request came from, for the audit log. */
  readonly trustedProxies?: readonly string[] | undefined
  /** What callers have to send; absent: whoever reaches the server may use it. */
  readonly accessToken?: string | undefined
  /** How people sign in; absent: they don't. */
  readonly signIn?: SignIn | undefined
  /** Who calls with a token of another issuer; absent: nobody does. */
  readonly findWorkloadCaller?: FindWorkloadCaller | undefined
  /** How the one administrator signs in where there is no identity provider; absent: they need not. */
  readonly localSignIn?: LocalSignIn | undefined
  /** Where browsers reach the server. */
  readonly findBaseUrl?: (() => string) | undefined
  /** Folder with the built portal. */
  readonly portalDirectory: string
  readonly webhooks: WebhooksOptions
  /** Proves to a command of this machine that this is the server of its home. */
  readonly answerChallenge?: ((challenge: string) => string | undefined) | undefined
  /** Throws ExternalServiceError if the database does not answer; there is none if absent. */
  readonly checkDatabase?: (() => Promise<void>) | undefined
  /** Gets a line for each request; absent: none. */
  readonly logger?: Logger | undefined
  /** Other limits than the usual ones, for tests. */
  readonly limits?: Partial<HttpLimits> | undefined
}

/** The web server: API at `/trpc`, deliveries of hosts at `/webhooks`, Terraform states at `/state`, the portal everywhere else. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const limits = { ...defaultHttpLimits, ...options.limits }
  const server = createServer(limits, options.trustedProxies)
  logRequests(server, options.logger ?? createSilentLogger())
  const refusals = openRefusalLog(server, options)
  answerErrors(server, options.onUnexpectedError)
  compressAnswers(server)
  await sendSecurityHeaders(server)
  guardOrigin(server, options.allowedHosts)
  await readCookies(server)
  const { signIn, localSignIn, findBaseUrl = () => 'http://localhost' } = options
  identifyCallers(server, {
    ...{ accessToken: options.accessToken, signIn, localSignIn, findBaseUrl },
    findTokenCaller: (secret) => findTokenCaller(secret, options.context),
    findWorkloadCaller: options.findWorkloadCaller,
    failuresPerMinute: limits.failedSignInsPerMinute,
  })
  serveHealth(server, options)
  serveSchema(server, 'blueprint.v2', blueprintJsonSchema)
  serveSchema(server, 'configuration.v1', configurationJsonSchema)
  serveSchema(server, 'space.v1', spaceJsonSchema)
  const issuer = options.context.cloud?.issuer
  if (issuer !== undefined) serveIssuer(server, issuer)
  await serveStates(server, statesOf(options), limits)
  await serveWebhooks(server, options.webhooks, limits)
  await serveSignIn(server, {
    ...{
      signIn,
      localSignIn,
      findBaseUrl,
      context: options.context,
      signInsPerMinute: limits.signInsPerMinute,
    },
  })
  await serveApi(server, { ...options, limits, refusals })
  await servePortal(server, {
    directory: options.portalDirectory,
    isPublic: (signIn ?? localSignIn) !== undefined,
  })
  return server
}

function statesOf({ context, contextOf = () => context }: Pick<HttpServerOptions, 'context' | 'contextOf'>) {
  return (spaceId: string) => (spaceId === context.spaceId ? context : contextOf(spaceId)).cloud?.states
}

function openRefusalLog(
  server: FastifyInstance,
  { context, contextOf = () => context, logger = createSilentLogger() }: HttpServerOptions,
): RefusalLog {
  const refusals = new RefusalLog({
    record: (event, spaceId = context.spaceId) =>
      (spaceId === context.spaceId ? context : contextOf(spaceId)).audit.record(event),
    now: context.now,
    onError: (error) => logger.warn({ error: reasonForLog(error) }, 'a refusal could not be recorded'),
  })
  recordRefusals(server, refusals)
  server.addHook('onClose', () => refusals.close())
  return refusals
}

/** The web server of a worker: whether it is up, and the states of what Terraform does there. */
export async function createWorkerServer(
  options: Pick<
    HttpServerOptions,
    | 'context'
    | 'contextOf'
    | 'answerChallenge'
    | 'checkDatabase'
    | 'allowedHosts'
    | 'logger'
    | 'onUnexpectedError'
  >,
): Promise<FastifyInstance> {
  const server = createServer(defaultHttpLimits)
  logRequests(server, options.logger ?? createSilentLogger())
  answerErrors(server, options.onUnexpectedError)
  guardOrigin(server, options.allowedHosts)
  serveHealth(server, options)
  await serveStates(server, statesOf(options))
  return server
}

/**
 * Whether the server answers, and at `/readyz` whether its database does as well. `challenge` asks for a proof of which server it is.
 */
function serveHealth(
  server: FastifyInstance,
  {
    context,
    answerChallenge,
    checkDatabase,
  }: Pick<HttpServerOptions, 'context' | 'answerChallenge' | 'checkDatabase'>,
): void {
  server.get('/readyz', { config: { withoutToken: true } }, async (_, reply) => {
    try {
      await checkDatabase?.()
      return { status: 'ready' }
    } catch (error) {
      if (!(error instanceof ExternalServiceError)) throw error
      return refuse(reply, 503, { message: error.message, hint: error.hint })
    }
  })
  for (const path of ['/healthz', '/health']) {
    server.get<{ Querystring: { challenge?: string } }>(
      path,
      { config: { withoutToken: true } },
      ({ query }) => {
        const { challenge } = query
        const proof = typeof challenge === 'string' ? answerChallenge?.(challenge) : undefined
        return { status: 'ok', version: context.version, ...(proof === undefined ? {} : { proof }) }
      },
    )
  }
}

function createServer(limits: HttpLimits, trustedProxies: readonly string[] = []): FastifyInstance {
  const server = fastify({
    ...(trustedProxies.length === 0 ? {} : { trustProxy: [...trustedProxies] }),
    genReqId: createRequestId,
    routerOptions: { maxParamLength: 5000 },
    bodyLimit: limits.bodyBytes,
    forceCloseConnections: true,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: {
      headersTimeout: limits.headersTimeout,
      connectionsCheckingInterval: limits.timeoutCheckInterval,
    },
  })
  server.server.maxConnections = limits.connections
  return server
}

/** Addresses stay as they are: editors everywhere refer to them. */
function serveSchema(server: FastifyInstance, name: string, schema: () => Record<string, unknown>): void {
  server.get(`/schemas/${name}.json`, { config: { withoutToken: true } }, (_, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(JSON.stringify(schema())),
  )
}
