import type { Caller } from '@groundplan/access'
import type { Actor } from '@groundplan/actor'
import type { Blueprint } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import type { JsonObject } from '@groundplan/terraform-type'
import type { BlueprintVersion, Environment, StopMode } from '../model/environment.ts'
import { requireValidInputs } from '../inputs/check-inputs.ts'
import { migrateInputs } from '../inputs/migrate-inputs.ts'
import { openInputs } from '../inputs/input-values.ts'
import { sealInputs } from '../inputs/seal-inputs.ts'
import type { RequestPayload } from '../model/environment-request.ts'
import { EnvironmentVault } from '../secrets/environment-vault.ts'
import {
  findBlueprintVersion,
  withFixedInputs,
  readBlueprint,
  type EnvironmentDependencies,
} from './environment-dependencies.ts'
import { checkName } from './launch-environment.ts'
import {
  submitRequest,
  type PreparedRequest,
  type SubmitOptions,
  type SubmittedRequest,
} from './submit-request.ts'

/** What somebody wants done with an environment, as they say it: inputs are in the open. */
export type ChangeWish =
  /** Of a draft, which keeps its values if none are given. */
  | {
      readonly kind: 'launch'
      readonly inputs?: JsonObject | undefined
      readonly keepOthers?: boolean | undefined
      readonly ephemeral?: JsonObject | undefined
    }
  | {
      readonly kind: 'start' | 'reconcile' | 'end' | 'force-end' | 'release'
      readonly ephemeral?: JsonObject | undefined
    }
  | ({ readonly kind: 'update' } & GivenInputs)
  | ({ readonly kind: 'upgrade'; readonly version: string } & GivenInputs)
  | { readonly kind: 'stop'; readonly mode: StopMode; readonly ephemeral?: JsonObject | undefined }
  | {
      readonly kind: 'restart'
      readonly grains?: readonly string[] | undefined
      readonly ephemeral?: JsonObject | undefined
    }
  | {
      readonly kind: 'action'
      readonly grain: string
      readonly action: string
      readonly resource?: string | undefined
      readonly ephemeral?: JsonObject | undefined
    }
  | { readonly kind: 'extend'; readonly endsAt?: Date | undefined }
  | { readonly kind: 'transfer'; readonly owner: Actor }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'share'; readonly collaborators: readonly Actor[] }

interface GivenInputs {
  /** Values of all inputs; secret ones that are left out keep theirs. */
  readonly inputs: JsonObject
  /** True if the others keep theirs as well, as far as the version takes them; null takes a value away. */
  readonly keepOthers?: boolean | undefined
}

/** Requests something for an environment. Throws what {@link submitRequest} throws. */
export function requestChange(
  environmentId: string,
  wish: ChangeWish,
  { caller, ...options }: SubmitOptions & { readonly caller: Caller },
  dependencies: EnvironmentDependencies,
): Promise<SubmittedRequest> {
  const prepare = (environment: Environment) => prepareRequest(environment, wish, dependencies)
  return submitRequest(environmentId, prepare, { ...options, caller }, dependencies)
}

async function prepareRequest(
  environment: Environment,
  wish: ChangeWish,
  dependencies: EnvironmentDependencies,
): Promise<PreparedRequest> {
  const id = crypto.randomUUID()
  switch (wish.kind) {
    case 'update': {
      const blueprint = await readBlueprint(environment.blueprint, dependencies.catalog)
      const given = await completeInputs(environment, blueprint, wish, dependencies)
      const { inputs, ...rest } = await prepareInputs(environment, blueprint, given, id, dependencies)
      return { id, payload: { kind: 'update', inputs }, ...rest }
    }
    case 'launch': {
      const { ephemeral = {}, inputs: wanted, keepOthers } = wish
      await requireEphemeral(ephemeral, environment.blueprint, dependencies)
      if (wanted === undefined) return { id, payload: { kind: 'launch' }, ephemeral }
      const blueprint = await readBlueprint(environment.blueprint, dependencies.catalog)
      const given = await completeInputs(environment, blueprint, { inputs: wanted, keepOthers }, dependencies)
      const { inputs, ...rest } = await prepareInputs(environment, blueprint, given, id, dependencies)
      const all = { ...rest.ephemeral, ...ephemeral }
      return { id, payload: { kind: 'launch', inputs }, sealed: rest.sealed, ephemeral: all }
    }
    case 'upgrade': {
      const { name } = environment.blueprint
      const found = await findBlueprintVersion({ name, version: wish.version }, dependencies)
      const given = await completeInputs(environment, found.blueprint, wish, dependencies)
      const { inputs, ...rest } = await prepareInputs(environment, found.blueprint, given, id, dependencies)
      return { id, payload: { kind: 'upgrade', blueprint: found.version, inputs }, ...rest }
    }
    case 'extend':
      if (wish.endsAt !== undefined && wish.endsAt <= dependencies.now())
        throw new InputError('The end lies in the past.')
      return { id, payload: wish }
    case 'rename':
      return { id, payload: { kind: 'rename', name: checkName(wish.name) } }
    case 'transfer':
    case 'share':
      return { id, payload: wish }
    default: {
      const { ephemeral = {}, ...payload } = wish
      await requireEphemeral(ephemeral, environment.blueprint, dependencies)
      return { id, payload: payload satisfies RequestPayload, ephemeral }
    }
  }
}

/** What is given, with the values that stay. */
async function completeInputs(
  { blueprint: { name }, inputs: earlier }: Environment,
  blueprint: Blueprint,
  { inputs, keepOthers = false }: GivenInputs,
  { findPresets }: EnvironmentDependencies,
): Promise<JsonObject> {
  if (!keepOthers) return inputs
  const fixed = (await findPresets?.(name))?.hidden
  return { ...migrateInputs(blueprint, earlier, fixed).values, ...inputs }
}

/** Checks all values, the secret ones that stay among them, and seals the new ones. */
async function prepareInputs(
  environment: Environment,
  blueprint: Blueprint,
  given: JsonObject,
  requestId: string,
  dependencies: EnvironmentDependencies,
) {
  const vault = new EnvironmentVault(dependencies.spaceId, dependencies)
  const { inputs: earlier, id: environmentId } = environment
  const sources = { inputs: { values: {}, sealed: earlier.sealed }, blueprint, ephemeral: {} }
  const { secret } = await openInputs(sources, environmentId, vault)
  const kept = Object.entries(secret).filter(([name]) => blueprint.inputs?.[name]?.sensitive === true)
  const values = await withFixedInputs(given, environment.blueprint.name, dependencies)
  requireValidInputs(blueprint, { ...Object.fromEntries(kept), ...values })
  return sealInputs(blueprint, values, { environmentId, requestId, earlier }, vault)
}

/** Throws InputError if something is given that is no ephemeral input of the blueprint. */
async function requireEphemeral(
  ephemeral: JsonObject,
  version: BlueprintVersion,
  { catalog }: EnvironmentDependencies,
): Promise<void> {
  const names = Object.keys(ephemeral)
  if (names.length === 0) return
  const { inputs = {} } = await readBlueprint(version, catalog)
  const wrong = names.find((name) => inputs[name]?.ephemeral !== true)
  if (wrong !== undefined) throw new InputError(`"${wrong}" is not an ephemeral input of the blueprint.`)
}
