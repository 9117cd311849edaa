import { requireSpace } from '@groundplan/access'
import type { ApiContext } from '@groundplan/api'
import { NotAllowedError } from '@groundplan/errors'
import type { FastifyInstance } from 'fastify'
import { noteDenial } from '../audit/record-refusals.ts'
import type { RefusalLog } from '../audit/refusal-log.ts'
import { namedSpace } from '../named-space.ts'
import { refuse } from '../refuse.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The space that the request is for, once its caller was let in. */
    spaceId?: string | undefined
  }
}

export interface EnterSpacesOptions {
  /** Of the home space. */
  readonly context: Pick<ApiContext, 'caller' | 'spaceId' | 'spaces'>
  readonly refusals?: RefusalLog | undefined
}

/** Lets each request into the space that it names, or refuses it before anything is read for it. */
export function enterSpaces(scope: FastifyInstance, { context, refusals }: EnterSpacesOptions): void {
  scope.decorateRequest('spaceId')
  scope.addHook('onRequest', async (request, reply) => {
    const caller = request.caller ?? context.caller
    const spaceId = namedSpace(request) ?? caller.defaultSpaceId ?? context.spaceId
    try {
      if (spaceId !== context.spaceId || caller.defaultSpaceId !== undefined)
        await requireSpace(spaceId, caller, context)
      request.spaceId = spaceId
      return undefined
    } catch (error) {
      if (!(error instanceof NotAllowedError)) throw error
      if (refusals !== undefined)
        noteDenial(refusals, request, {
          ...{ actor: caller.actor, procedure: `space:${spaceId}`, reason: error.message },
          spaceId: context.spaceId,
        })
      return refuse(reply, 403, error)
    }
  })
}
