import type { Caller } from '@groundplan/access'
import { ConflictError } from '@groundplan/errors'
import { getEnvironment } from '../change/change-environment.ts'
import { getRequest } from './answer-request.ts'
import type { EnvironmentDependencies } from './environment-dependencies.ts'
import { listRecoveries } from './list-recoveries.ts'
import { requestChange } from './request-change.ts'
import { submitRequest, type SubmitOptions, type SubmittedRequest } from './submit-request.ts'
import type { JsonObject } from '@groundplan/terraform-type'

export interface RecoveryWish extends SubmitOptions {
  readonly how: 'retry' | 'roll-back'
  /** Values of ephemeral inputs: those of the request that failed are gone. */
  readonly ephemeral?: JsonObject | undefined
}

/** Retries a request that failed, or rolls it back. Throws ConflictError if that is not possible now, and what `submitRequest` throws. */
export async function recoverRequest(
  requestId: string,
  { how, ephemeral, ...options }: RecoveryWish,
  caller: Caller,
  dependencies: EnvironmentDependencies,
): Promise<SubmittedRequest> {
  const failed = await getRequest(requestId, dependencies)
  const environment = await getEnvironment(failed.environmentId, dependencies.store)
  const found = listRecoveries(environment, failed).find(({ kind }) => kind === how)
  if (found === undefined || found.kind === 'keep') {
    throw new ConflictError('The request cannot be retried or rolled back now.', {
      hint: 'Look at what is possible in the state of the environment.',
    })
  }
  const { payload } = found
  const submitting = { ...options, caller }
  // Its inputs were checked, and are sealed under the names that it has.
  if (payload.kind === 'update' || payload.kind === 'upgrade') {
    const prepared = { id: crypto.randomUUID(), payload, ephemeral }
    return submitRequest(environment.id, async () => prepared, submitting, dependencies)
  }
  if (payload.kind === 'launch') {
    const wish = { kind: 'launch', ...(ephemeral && { ephemeral }) } as const
    return requestChange(environment.id, wish, submitting, dependencies)
  }
  return requestChange(
    environment.id,
    { ...payload, ...(ephemeral && { ephemeral }) },
    submitting,
    dependencies,
  )
}
