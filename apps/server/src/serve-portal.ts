import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Serves the built portal; every address that is no file is a page of it. */
export async function servePortal(server: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(join(directory, 'index.html'))) {
    server.get('/', (_, reply) =>
      reply.type('text/plain').send('The portal is not built yet: run `npm run build`.\n'),
    )
    return
  }
  await server.register(fastifyStatic, {
    root: directory,
    // Files under assets/ carry a fingerprint in their names, the page itself does not.
    setHeaders: (reply, path) => {
      const fingerprinted = path.includes('/assets/') || path.includes('\\assets\\')
      reply.header('cache-control', fingerprinted ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/\.\w+$/.test(request.url.split('?')[0] ?? '')
    return isPage ? reply.sendFile('index.html') : reply.code(404).send({ message: 'Not found.' })
  })
}
