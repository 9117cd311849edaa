import helmet from '@fastify/helmet'
import { appRouter, type ApiContext } from '@groundplan/api'
import { blueprintJsonSchema } from '@groundplan/blueprint'
import { configurationJsonSchema } from '@groundplan/configuration'
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import { fastify, type FastifyInstance } from 'fastify'
import { guardOrigin } from './guard-origin.ts'
import { servePortal } from './serve-portal.ts'
import { serveWebhooks, type WebhooksOptions } from './webhooks/serve-webhooks.ts'

export interface HttpServerOptions {
  readonly context: ApiContext
  readonly allowedHosts: readonly string[]
  /** Folder with the built portal. */
  readonly portalDirectory: string
  readonly webhooks: WebhooksOptions
  /** Proves to a command of this machine that this is the server of its home. */
  readonly answerChallenge?: ((challenge: string) => string | undefined) | undefined
  readonly onUnexpectedError: (error: unknown) => void
}

/** The web server: API at `/trpc`, deliveries of hosts at `/webhooks`, the portal everywhere else. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    routerOptions: { maxParamLength: 5000 },
    bodyLimit: 1_000_000,
    forceCloseConnections: true,
  })
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // The component library sets sizes and colours through style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  })
  guardOrigin(server, options.allowedHosts)
  serveHealth(server, options)
  serveSchema(server, 'blueprint.v2', blueprintJsonSchema)
  serveSchema(server, 'configuration.v1', configurationJsonSchema)
  await serveWebhooks(server, options.webhooks)
  await server.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: () => options.context,
      onError: ({ error }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') options.onUnexpectedError(error.cause ?? error)
      },
    } satisfies FastifyTRPCPluginOptions<typeof appRouter>['trpcOptions'],
  })
  await servePortal(server, options.portalDirectory)
  return server
}

/** Whether the server answers. `challenge` asks for a proof of which server it is. */
function serveHealth(server: FastifyInstance, { context, answerChallenge }: HttpServerOptions): void {
  for (const path of ['/healthz', '/health']) {
    server.get<{ Querystring: { challenge?: string } }>(path, ({ query }) => {
      const { challenge } = query
      const proof = typeof challenge === 'string' ? answerChallenge?.(challenge) : undefined
      return { status: 'ok', version: context.version, ...(proof === undefined ? {} : { proof }) }
    })
  }
}

/** Addresses stay as they are: editors everywhere refer to them. */
function serveSchema(server: FastifyInstance, name: string, schema: () => Record<string, unknown>): void {
  server.get(`/schemas/${name}.json`, (_, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(JSON.stringify(schema())),
  )
}
