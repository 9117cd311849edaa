import type { Caller } from '@groundplan/access'
import { happen } from '../change/advance-environment.ts'
import { changeEnvironment } from '../change/change-environment.ts'
import { toEnvironmentEvent } from '../change/environment-event.ts'
import type { EnvironmentUpdate } from '../ports/environment-store.ts'
import { isDecided, type EnvironmentRequest } from '../model/environment-request.ts'
import { endOpenSteps } from '../run/give-up-run.ts'
import { settleRun } from '../run/settle-run.ts'
import { getRequest } from './answer-request.ts'
import type { EnvironmentDependencies } from './environment-dependencies.ts'
import { requireRequest } from './require-environment.ts'
import type { SubmittedRequest } from './submit-request.ts'

/**
 * Cancels a request. One that waits is over at once; a worker that carries it out is asked to stop, and what was changed by then stays.
 * Does nothing if it is over, but for the launch that left a draft: that is given up. Throws NotFoundError or NotAllowedError.
 */
export async function cancelRequest(
  requestId: string,
  caller: Caller,
  dependencies: EnvironmentDependencies,
): Promise<SubmittedRequest> {
  const { store, now } = dependencies
  const { environmentId } = await getRequest(requestId, dependencies)
  let latest: EnvironmentRequest | undefined
  const environment = await changeEnvironment(
    environmentId,
    async (before): Promise<EnvironmentUpdate> => {
      const request = await getRequest(requestId, dependencies)
      latest = request
      requireRequest(request.payload.kind, before, caller)
      const at = now()
      if (isDecided(request)) {
        if (request.payload.kind !== 'launch' || before.state !== 'draft') return { environment: before }
        const event = 'environment.cancelled'
        const facts = { event, at, actor: caller.actor, requestId, context: { request: 'launch' } } as const
        return happen({ environment: before, events: [] }, facts)
      }
      const event = toEnvironmentEvent(before, before, {
        ...{ type: 'environment.request-cancelled', actor: caller.actor, at, requestId },
        context: { request: request.payload.kind },
      })
      const run = request.runId === undefined ? undefined : await store.findRun(request.runId)
      const message = 'Somebody cancelled it.'
      if (run === undefined) {
        const { waitsFor: _, ...rest } = request
        latest = { ...rest, status: 'cancelled', endedAt: at, failure: { message } }
        return { environment: before, events: [event], requests: [latest] }
      }
      if (run.status === 'running') {
        await store.requestCancel(run.id)
        return { environment: before, events: [event] }
      }
      const settled = settleRun(
        { environment: before, request, run: endOpenSteps(run, message, at) },
        { at, by: caller.actor, end: 'cancelled', failure: { message } },
      )
      latest = settled.request
      const events = [event, ...settled.events]
      return { environment: settled.environment, events, requests: [latest], runs: [settled.run] }
    },
    store,
  )
  return { environment, request: latest ?? (await getRequest(requestId, dependencies)) }
}
