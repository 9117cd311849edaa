import type { Json, JsonObject } from '@groundplan/terraform-type'
import { isRequiredInput } from '../form/launch-form.ts'
import type { Blueprint } from '../blueprint.ts'

/** The values with which a version of a blueprint is launched, to be written down somewhere else. */
export interface LaunchValues {
  /** Its name in the catalog. */
  readonly name: string
  readonly version: string
  readonly blueprint: Blueprint
  /** Name of the environment, where it has one. */
  readonly environment?: string | undefined
  readonly values: JsonObject
  /** Secret inputs that have a value which is not among the values. */
  readonly secrets?: readonly string[] | undefined
}

/** How values can be written down. `tfvars` and `json` are files for `terraform -var-file`. */
export type ValueFormat = 'tfvars' | 'json' | 'yaml' | 'module' | 'command'

/** Values with their names. */
export type NamedValues = readonly (readonly [name: string, value: Json])[]

/** True for inputs whose values are never written down: sensitive ones, and ephemeral ones, which mostly are credentials. */
export function isSecretInput({ inputs = {} }: Blueprint, name: string): boolean {
  const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined
  return input?.sensitive === true || input?.ephemeral === true
}

/** What may be written down, in the order of the blueprint; null sets nothing. */
export function openValues({ blueprint, values }: LaunchValues): NamedValues {
  const inputs = blueprint.inputs ?? {}
  const names = [
    ...Object.keys(inputs),
    ...Object.keys(values).filter((name) => !Object.hasOwn(inputs, name)),
  ]
  return names.flatMap((name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    const isLeftOut = value === undefined || value === null || isSecretInput(blueprint, name)
    return isLeftOut ? [] : [[name, value] as const]
  })
}

/** Secret inputs that have a value or need one: whoever launches with the exported values has to enter it. */
export function secretNames({ blueprint, values, secrets = [] }: LaunchValues): readonly string[] {
  return Object.entries(blueprint.inputs ?? {}).flatMap(([name, input]) => {
    if (!isSecretInput(blueprint, name)) return []
    const isSet = (Object.hasOwn(values, name) && values[name] !== null) || secrets.includes(name)
    return isSet || isRequiredInput(input ?? {}) ? [name] : []
  })
}
