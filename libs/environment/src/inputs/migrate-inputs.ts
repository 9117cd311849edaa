import { isRequiredInput, type Blueprint } from '@groundplan/blueprint'
import { convertValue, parseType, type Json, type JsonObject } from '@groundplan/terraform-type'
import type { EnvironmentInputs } from '../model/environment.ts'
import { checkInputs, type InputProblem } from './check-inputs.ts'

/** What becomes of the values of an environment in another version of its blueprint. */
export interface MigratedInputs {
  /** Those that can stay, converted to the type of the new version. */
  readonly values: JsonObject
  /** Secret inputs that keep their values. */
  readonly secrets: readonly string[]
  /** Inputs that the new version does not have. */
  readonly dropped: readonly string[]
  /** Required inputs that have no value. */
  readonly missing: readonly string[]
  /** Values that the new version refuses, so that they have to be entered again. */
  readonly invalid: readonly InputProblem[]
}

/**
 * Carries values over to another version, input by input of the same name. What was secret is not carried over to an input that is not,
 * and ephemeral values are never there to be carried over. What the space fixes is nobody's to enter, and is left out.
 */
export function migrateInputs(
  blueprint: Blueprint,
  given: EnvironmentInputs,
  fixed: JsonObject = {},
): MigratedInputs {
  const open = <Value>(entries: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => !Object.hasOwn(fixed, name)))
  return migrate(
    { ...blueprint, inputs: open(blueprint.inputs ?? {}) },
    { values: open(given.values), sealed: open(given.sealed) },
  )
}

function migrate(to: Blueprint, { values, sealed }: EnvironmentInputs): MigratedInputs {
  const inputs = to.inputs ?? {}
  const isKnown = (name: string) => Object.hasOwn(inputs, name)
  const secrets = Object.keys(sealed).filter((name) => inputs[name]?.sensitive === true)
  const carried = Object.entries(values)
    .filter(([name]) => isKnown(name) && inputs[name]?.ephemeral !== true)
    .map(([name, value]) => [name, convertInput(to, name, value)] as const)
  const problems = checkInputs(to, Object.fromEntries(carried))
  const isRefused = (name: string) => problems.some(({ input }) => input === name)
  const given = new Set([...secrets, ...carried.map(([name]) => name)])
  return {
    values: Object.fromEntries(carried.filter(([name]) => !isRefused(name))),
    secrets,
    dropped: [...Object.keys(values), ...Object.keys(sealed)].filter((name) => !isKnown(name)),
    missing: Object.entries(inputs).flatMap(([name, input]) =>
      isRequiredInput(input ?? {}) && !given.has(name) ? [name] : [],
    ),
    invalid: problems.filter(({ input }) => given.has(input) && !secrets.includes(input)),
  }
}

function convertInput({ inputs = {} }: Blueprint, name: string, value: Json): Json {
  const parsed = parseType(inputs[name]?.type ?? 'string')
  return parsed.ok ? convertValue(value, parsed.type) : value
}
