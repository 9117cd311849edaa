import { requirePermission, type Caller } from '@groundplan/access'
import type { Actor } from '@groundplan/actor'
import { noPresets } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import type { JsonObject } from '@groundplan/terraform-type'
import { retryOutdated } from '../change/change-environment.ts'
import { toEnvironmentEvent } from '../change/environment-event.ts'
import type { Environment } from '../model/environment.ts'
import { advance } from '../lifecycle/advance.ts'
import { requireValidInputs } from '../inputs/check-inputs.ts'
import { sealInputs } from '../inputs/seal-inputs.ts'
import { EnvironmentVault } from '../secrets/environment-vault.ts'
import {
  findBlueprintVersion,
  withFixedInputs,
  type EnvironmentDependencies,
} from './environment-dependencies.ts'
import { planRequest, type SubmitOptions, type SubmittedRequest } from './submit-request.ts'

export interface LaunchRequest extends SubmitOptions {
  readonly name: string
  /** The latest version if none is named. */
  readonly blueprint: { readonly name: string; readonly version?: string | undefined }
  /** As the launch form means them, see `readFormValues`. */
  readonly inputs: JsonObject
  readonly component?: string | undefined
  readonly labels?: readonly string[] | undefined
  readonly collaborators?: readonly Actor[] | undefined
  readonly endsAt?: Date | undefined
}

const longestName = 100

/**
 * Records an environment and requests its launch, in one transaction. A launch that is denied leaves a draft. Throws NotFoundError,
 * NotAllowedError or InputError.
 */
export async function launchEnvironment(
  wish: LaunchRequest,
  caller: Caller,
  dependencies: EnvironmentDependencies,
): Promise<SubmittedRequest> {
  const { spaceId, store, findPresets, now } = dependencies
  requirePermission(caller, 'environments.launch', spaceId)
  const { version, blueprint } = await findBlueprintVersion(wish.blueprint, dependencies)
  const presets = (await findPresets?.(version.name)) ?? noPresets
  // As the form begins with them.
  const given = { ...presets.defaults, ...wish.inputs }
  const values = await withFixedInputs(given, version.name, dependencies)
  requireValidInputs(blueprint, values)
  const at = now()
  if (wish.endsAt !== undefined && wish.endsAt <= at) throw new InputError('The end lies in the past.')
  const [environmentId, requestId] = [crypto.randomUUID(), crypto.randomUUID()]
  const vault = new EnvironmentVault(spaceId, dependencies)
  const names = { environmentId, requestId }
  const { inputs, sealed, ephemeral } = await sealInputs(blueprint, values, names, vault)
  const environment: Environment = {
    ...{ id: environmentId, spaceId, name: checkName(wish.name), blueprint: version, inputs },
    ...{ owner: caller.actor, collaborators: wish.collaborators ?? [], labels: wish.labels ?? [] },
    ...(wish.component === undefined ? {} : { component: wish.component }),
    ...(wish.endsAt === undefined ? {} : { endsAt: wish.endsAt }),
    ...{ createdAt: at, grains: {}, outputs: [], revision: 0, ...advance(undefined, 'environment.created') },
  }
  const facts = { type: 'environment.created', actor: caller.actor, at, requestId } as const
  const created = toEnvironmentEvent(undefined, environment, facts)
  const prepared = { id: requestId, payload: { kind: 'launch' }, sealed, ephemeral } as const
  return retryOutdated(async () => {
    const submitting = { caller, options: wish }
    const update = await planRequest(environment, async () => prepared, submitting, dependencies)
    const events = [created, ...(update.events ?? [])]
    const written = await store.apply({ ...update, sealed: update.sealed ?? sealed, events })
    const request = update.requests?.at(-1)
    if (request === undefined) throw new Error('A submitted request is on record.')
    return { environment: written, request }
  })
}

/** Throws InputError. */
export function checkName(given: string): string {
  const name = given.trim()
  if (name !== '' && name.length <= longestName && !/\p{Cc}/u.test(name)) return name
  throw new InputError('Invalid name of an environment.', {
    hint: `Use one line of 1 to ${longestName} characters.`,
  })
}
