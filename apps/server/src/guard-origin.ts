import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what others than browsers ask, who prove who they are otherwise. */
    readonly anyOrigin?: boolean
  }
}

const ownHosts = ['localhost', '127.0.0.1', '[::1]']

/**
 * Refuses requests that a page of another site makes with the user's browser: those that reach us under a foreign name
 * (DNS rebinding) and those whose origin is not the host that they ask.
 */
export function guardOrigin(server: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set([...ownHosts, ...allowedHosts].map((host) => host.toLowerCase()))
  server.addHook('onRequest', async (request, reply) => {
    // Hosts reach us under whatever name the network gives us, and no browser has what they sign with.
    if (request.routeOptions.config.anyOrigin === true) return undefined
    const { origin } = request.headers
    const host = (request.headers.host ?? '').toLowerCase()
    const name = host.replace(/:\d+$/, '')
    if (!allowed.has(name)) {
      return reply
        .code(421)
        .send({ message: `This server does not answer as "${name}"; see GROUNDPLAN_ALLOWED_HOSTS.` })
    }
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
      return reply.code(403).send({ message: 'Requests from other sites are refused.' })
    }
    return undefined
  })
}
