import { describeIssuer, type RunTokenIssuer } from '@groundplan/cloud-credentials'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** How long the keys are kept between reads of the database, in milliseconds: strangers ask for them. */
const freshness = 5000

/**
 * The documents with which clouds verify tokens of runs: https://openid.net/specs/openid-connect-discovery-1_0.html. Anybody may read
 * them, under whatever name a proxy gives the server.
 */
export function serveIssuer(
  server: FastifyInstance,
  issuer: RunTokenIssuer,
  now: () => number = Date.now,
): void {
  const open = { config: { withoutToken: true, anyOrigin: true } }
  const readKeys = cached(() => issuer.readKeys(), now)
  const send = (reply: FastifyReply, document: object) =>
    reply.header('cache-control', 'public, max-age=300').type('application/json').send(document)
  server.get('/.well-known/openid-configuration', open, (_, reply) =>
    send(reply, describeIssuer(issuer.issuer)),
  )
  server.get('/.well-known/jwks.json', open, async (_, reply) => send(reply, await readKeys()))
}

/** Not without keys: the first one signs at once. */
function cached<Result extends { readonly keys: readonly unknown[] }>(
  read: () => Promise<Result>,
  now: () => number,
): () => Promise<Result> {
  let known: { readonly result: Promise<Result>; readonly until: number } | undefined
  return async () => {
    if (known === undefined || known.until <= now()) known = { result: read(), until: now() + freshness }
    const { result } = known
    try {
      const found = await result
      if (found.keys.length === 0 && known.result === result) known = undefined
      return found
    } catch (error) {
      if (known?.result === result) known = undefined
      throw error
    }
  }
}
