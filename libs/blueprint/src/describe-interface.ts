import { parseType, printType, stringifyJson } from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput } from './blueprint.ts'
import { describeRules, readablePattern } from './interface/describe-rules.ts'
import { isRequiredInput } from './form/launch-form.ts'

/** A blueprint's inputs and outputs, for tables. */
export interface InterfaceDescription {
  readonly inputs: readonly InputDescription[]
  readonly outputs: readonly OutputDescription[]
}

export interface InputDescription {
  readonly name: string
  /** Type expression on one line. */
  readonly type: string
  readonly required: boolean
  readonly sensitive: boolean
  /** The default as JSON text. */
  readonly default?: string | undefined
  readonly description?: string | undefined
  /** Description of the accepted values, e.g. `20 to 1000` or `one of 15.7, 16.3`. */
  readonly accepts?: string | undefined
  readonly pattern?: string | undefined
}

export interface OutputDescription {
  readonly name: string
  readonly description?: string | undefined
  readonly sensitive: boolean
}

/** Describes the inputs and outputs of a blueprint, in file order. */
export function describeInterface({ inputs = {}, outputs = {} }: Blueprint): InterfaceDescription {
  return {
    inputs: Object.entries(inputs).map(([name, input]) => describeInput(name, input ?? {})),
    outputs: Object.entries(outputs).map(([name, { description, sensitive }]) => ({
      name,
      description,
      sensitive: sensitive === true,
    })),
  }
}

function describeInput(name: string, input: BlueprintInput): InputDescription {
  return {
    name,
    type: oneLineType(input.type ?? 'string'),
    required: isRequiredInput(input),
    sensitive: input.sensitive === true,
    default: input.default === undefined ? undefined : stringifyJson(input.default),
    description: input.description,
    accepts: describeRules(input),
    pattern: readablePattern(input),
  }
}

function oneLineType(type: string): string {
  const parsed = parseType(type)
  return parsed.ok ? printType(parsed.type) : type
}
