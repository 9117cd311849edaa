import type { Caller } from '@groundplan/access'
import { evaluate } from '@groundplan/blueprint'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { NewEvent } from '@groundplan/events'
import { stringifyJson } from '@groundplan/terraform-type'
import { getEnvironment } from '../change/change-environment.ts'
import { toEnvironmentEvent } from '../change/environment-event.ts'
import type { Environment } from '../model/environment.ts'
import { openInputs } from '../inputs/input-values.ts'
import { namesOf, openOutputs } from '../run/open-scope.ts'
import { EnvironmentVault } from '../secrets/environment-vault.ts'
import { readBlueprint, type EnvironmentDependencies } from './environment-dependencies.ts'
import { mayDo, requireOwn } from './require-environment.ts'

export interface RevealDependencies extends Pick<
  EnvironmentDependencies,
  'spaceId' | 'store' | 'catalog' | 'findMasterKeys' | 'now'
> {
  readonly record: (event: NewEvent) => Promise<void>
}

const whoReveals = { permission: 'environments.reveal', by: 'collaborators' } as const

/** True if the caller may see secret outputs of the environment. */
export function mayReveal(environment: Environment, caller: Caller): boolean {
  return mayDo(whoReveals, environment, caller)
}

/**
 * The value of an output, a secret one too, as text. It is on record before the caller has it. Throws NotAllowedError, NotFoundError, or
 * ConflictError if there is no value.
 */
export async function revealOutput(
  { id, output: name }: { readonly id: string; readonly output: string },
  caller: Caller,
  dependencies: RevealDependencies,
): Promise<{ readonly name: string; readonly value: string }> {
  const { spaceId, store, catalog, record, now } = dependencies
  const environment = await getEnvironment(id, store)
  requireOwn(whoReveals, environment, caller)
  const blueprint = await readBlueprint(environment.blueprint, catalog)
  const outputs = blueprint.outputs ?? {}
  const text = Object.hasOwn(outputs, name) ? outputs[name]?.value : undefined
  if (text === undefined) {
    throw new NotFoundError(`The environment "${environment.name}" has no output "${name.slice(0, 80)}".`, {
      hint: `It has: ${Object.keys(outputs).join(', ') || 'none'}.`,
    })
  }
  const vault = new EnvironmentVault(spaceId, dependencies)
  const { values } = await openInputs({ inputs: environment.inputs, blueprint, ephemeral: {} }, id, vault)
  const grains = await openOutputs(environment, vault)
  const evaluated = evaluate(text, { inputs: values, grains, environment: namesOf(environment) })
  if (!evaluated.ok || evaluated.value === null) {
    throw new ConflictError(`The output "${name}" has no value now.`, {
      hint: 'Outputs have values while the parts of the environment that they come from exist.',
    })
  }
  await record(
    toEnvironmentEvent(environment, environment, {
      ...{ type: 'environment.output-revealed', actor: caller.actor, at: now(), context: { output: name } },
    }),
  )
  const { value } = evaluated
  return { name, value: typeof value === 'string' ? value : stringifyJson(value) }
}
