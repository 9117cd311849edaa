import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { styleNonceOf } from './security-headers.ts'

export interface PortalOptions {
  /** Folder with the built portal. */
  readonly directory: string
  /** True if everybody gets its pages, which show how to sign in. They hold no data. */
  readonly isPublic: boolean
}

/**
 * Serves the built portal; every address that is no file is a page of it. The build may come while the server runs:
 * until then each page says so.
 */
export async function servePortal(server: FastifyInstance, options: PortalOptions): Promise<void> {
  const { directory, isPublic } = options
  server.addHook('onRoute', (route) => {
    if (isPublic) route.config = { ...route.config, withoutToken: true }
  })
  await server.register(fastifyStatic, {
    root: directory,
    index: false,
    // Files under assets/ carry a fingerprint in their names, the page itself does not.
    setHeaders: (reply, path) => {
      const fingerprinted = path.includes('/assets/') || path.includes('\\assets\\')
      reply.header('cache-control', fingerprinted ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.get('/', (_, reply) => sendPage(reply, directory))
  server.setNotFoundHandler((request, reply) =>
    isPage(request) ? sendPage(reply, directory) : reply.code(404).send({ message: 'Not found.' }),
  )
}

/** What programs ask for has no page, also where its path is none of ours, such as a name of a procedure that is too long. */
function isPage({ method, url }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? ''
  const isForPrograms = /^\/+(?:trpc|webhooks|schemas|healthz?|readyz|assets|auth)(?:\/|$)/i.test(path)
  return method === 'GET' && path.startsWith('/') && !isForPrograms && !/\.\w+$/.test(path)
}

/** What the build has where the nonce goes; see apps/portal/vite.config.ts. */
const noncePlaceholder = 'GROUNDPLAN_STYLE_NONCE'

/** Each answer has a nonce of its own, so that it is never the same. */
async function sendPage(reply: FastifyReply, directory: string): Promise<FastifyReply> {
  const page = await readFile(join(directory, 'index.html'), 'utf8').catch(() => undefined)
  if (page !== undefined) {
    const text = page.replaceAll(noncePlaceholder, styleNonceOf(reply.raw))
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(text)
  }
  return reply.code(503).type('text/plain').send('The portal is not built yet: run `npm run build`.\n')
}
