import type { Json, JsonObject } from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { didYouMean } from '../find-nearest.ts'
import { isRequiredInput } from '../form/launch-form.ts'
import { findValueProblem } from '../validation/check-input.ts'

/** Values that one place gives the inputs of a blueprint, such as a space for its members. */
export interface InputPresets {
  /** Values that forms begin with, by input; they take the place of the blueprint's own defaults. */
  readonly defaults: JsonObject
  /** Values that inputs always have: forms do not show these inputs. */
  readonly hidden: JsonObject
}

export const noPresets: InputPresets = { defaults: {}, hidden: {} }

/** One value that a blueprint does not take. */
export interface PresetProblem {
  readonly kind: keyof InputPresets
  readonly input: string
  readonly message: string
  readonly hint?: string | undefined
}

/**
 * The blueprint as whoever launches it there sees it: without hidden inputs and with other defaults. A default that this version of the
 * blueprint does not take is left out, so that the form is valid in any case; {@link checkPresets} tells of it.
 */
export function presetInputs(blueprint: Blueprint, { defaults, hidden }: InputPresets): Blueprint {
  const { inputs } = blueprint
  if (inputs === undefined) return blueprint
  const shown = Object.entries(inputs).flatMap(([name, input]): [string, BlueprintInput | null][] => {
    if (Object.hasOwn(hidden, name)) return []
    const value = ownValue(defaults, name)
    const isTaken = value !== undefined && findProblem(input ?? {}, value) === undefined
    return [[name, isTaken ? { ...input, default: value } : input]]
  })
  return { ...blueprint, inputs: Object.fromEntries(shown) as NonNullable<Blueprint['inputs']> }
}

/** What of the values a blueprint does not take, in the order of the values. */
export function checkPresets(
  { inputs = {} }: Blueprint,
  { defaults, hidden }: InputPresets,
): readonly PresetProblem[] {
  const check = (kind: keyof InputPresets, values: JsonObject) =>
    Object.entries(values).flatMap(([name, value]): readonly PresetProblem[] => {
      const problem = findNamedProblem(name, value, inputs)
      return problem === undefined ? [] : [{ kind, input: name, ...problem }]
    })
  const twice = Object.keys(defaults)
    .filter((name) => Object.hasOwn(hidden, name))
    .map((input): PresetProblem => {
      return { kind: 'defaults', input, message: `The input "${input}" has a default and is hidden.` }
    })
  return [...check('defaults', defaults), ...twice, ...check('hidden', hidden)]
}

type Problem = Pick<PresetProblem, 'message' | 'hint'>

function findNamedProblem(
  name: string,
  value: Json,
  inputs: NonNullable<Blueprint['inputs']>,
): Problem | undefined {
  if (!Object.hasOwn(inputs, name)) {
    const hint = didYouMean(name, Object.keys(inputs))
    return { message: `The blueprint has no input "${name.slice(0, 80)}".`, ...(hint ? { hint } : {}) }
  }
  const problem = findProblem(inputs[name] ?? {}, value)
  return problem && { message: `The value of the input "${name}" ${problem.said}.`, hint: problem.hint }
}

function findProblem(
  input: BlueprintInput,
  value: Json,
): { readonly said: string; readonly hint: string } | undefined {
  if (input.sensitive === true || input.ephemeral === true)
    return {
      said: 'is a secret, which everybody who sees the blueprint could read',
      hint: 'Leave it to whoever launches the blueprint.',
    }
  if (value === null && isRequiredInput(input))
    return { said: 'is empty, but the input needs one', hint: 'Use a value.' }
  return findValueProblem(input, value)
}

function ownValue(values: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
