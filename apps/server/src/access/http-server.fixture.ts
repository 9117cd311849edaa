import { builtInRoles } from '@groundplan/access'
import { InMemorySpaceStore } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import { useTemporaryDirectories } from '@groundplan/testing'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterEach } from 'vitest'
import { createHttpServer, type HttpServerOptions } from '../create-http-server.ts'

export const token = 'an-access-token-of-32-characters'

/** A web server that accepts imports and runs none, and requests to it. A new one takes the place of the one before. */
export function useHttpServer() {
  const temporaryDirectory = useTemporaryDirectories()
  let server: FastifyInstance | undefined
  afterEach(() => server?.close())
  return {
    temporaryDirectory,
    create: async (
      options: Partial<HttpServerOptions> = {},
      dependencies: Partial<ApiContext> = {},
    ): Promise<FastifyInstance> => {
      await server?.close()
      const context = {
        ...{
          version: '1.2.3',
          caller: { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] },
          spaceId: 'default',
          spaces: new InMemorySpaceStore(),
          repository: { address: '/b.git' },
          audit: { record: async () => {} },
          now: () => new Date(),
        },
        imports: {
          start: async () => {
            return {
              number: 1,
              request: { repositories: [] },
              startedAt: new Date(0),
              state: { status: 'waiting' },
            }
          },
        },
        ...dependencies,
      } as unknown as ApiContext
      server = await createHttpServer({
        ...{ context, allowedHosts: [], portalDirectory: await temporaryDirectory() },
        webhooks: { findHost: () => undefined, onHint: async () => {} },
        onUnexpectedError: () => {},
        ...options,
      })
      return server
    },
    ask: async (url: string, headers: Readonly<Record<string, string>> = {}, options: InjectOptions = {}) =>
      (server as FastifyInstance).inject({ url, headers: { host: 'localhost', ...headers }, ...options }),
  }
}

export const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
