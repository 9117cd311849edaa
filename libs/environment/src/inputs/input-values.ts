import type { Blueprint } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'
import type { EnvironmentInputs } from '../model/environment.ts'
import type { EnvironmentVault } from '../secrets/environment-vault.ts'

/** Values of a blueprint's inputs, all of them in the open. Never stored, never shown. */
export interface OpenInputs {
  /** Every input; null if it is empty. */
  readonly values: JsonObject
  /** Those that are not set by anybody have the default of the blueprint. */
  readonly secret: JsonObject
}

/** What expressions see of the inputs: set values, else defaults, else null. Opens the sealed ones. */
export async function openInputs(
  { inputs, blueprint, ephemeral }: InputSources,
  environmentId: string,
  vault: EnvironmentVault,
): Promise<OpenInputs> {
  const sealed: Record<string, JsonObject[string]> = {}
  for (const [input, name] of Object.entries(inputs.sealed))
    sealed[input] = await vault.openJson({ environmentId, kind: 'input', name })
  const given: JsonObject = { ...inputs.values, ...sealed, ...ephemeral }
  const names = Object.keys(blueprint.inputs ?? {})
  const values = names.map((name) => {
    const own = Object.hasOwn(given, name) ? given[name] : undefined
    return [name, own ?? blueprint.inputs?.[name]?.default ?? null] as const
  })
  const secret = { ...sealed, ...ephemeral }
  return { values: Object.fromEntries(values), secret }
}

interface InputSources {
  readonly inputs: EnvironmentInputs
  readonly blueprint: Blueprint
  readonly ephemeral: JsonObject
}
