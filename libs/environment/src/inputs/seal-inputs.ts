import type { Blueprint } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'
import type { EnvironmentInputs } from '../model/environment.ts'
import type { EnvironmentVault } from '../secrets/environment-vault.ts'
import type { SealedEntry } from '../model/sealed-entry.ts'

export interface SealedInputs {
  readonly inputs: EnvironmentInputs
  readonly sealed: readonly SealedEntry[]
  /** Values of ephemeral inputs, which belong to one run only. */
  readonly ephemeral: JsonObject
}

export interface SealInputsOptions {
  readonly environmentId: string
  /** Makes names of sealed values unique: those of a request stay beside the ones before. */
  readonly requestId: string
  /** Secret inputs that are not given keep their values. */
  readonly earlier?: EnvironmentInputs | undefined
}

/** Separates what may be stored openly, what is sealed, and what is not stored at all. */
export async function sealInputs(
  blueprint: Blueprint,
  given: JsonObject,
  { environmentId, requestId, earlier }: SealInputsOptions,
  vault: EnvironmentVault,
): Promise<SealedInputs> {
  const values: Record<string, JsonObject[string]> = {}
  const ephemeral: Record<string, JsonObject[string]> = {}
  const sealed: SealedEntry[] = []
  const names: Record<string, string> = {}
  for (const [name, input] of Object.entries(blueprint.inputs ?? {})) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    const kept = earlier?.sealed[name]
    if (value === undefined || value === null) {
      if (input?.sensitive === true && value === undefined && kept !== undefined) names[name] = kept
      continue
    }
    if (input?.ephemeral === true) ephemeral[name] = value
    else if (input?.sensitive === true) {
      const place = { environmentId, kind: 'input', name: `${requestId}/${name}` } as const
      sealed.push(await vault.sealJson(value, place))
      names[name] = place.name
    } else values[name] = value
  }
  return { inputs: { values, sealed: names }, sealed, ephemeral }
}
