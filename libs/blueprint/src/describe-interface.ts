import { parseType, printType, stringifyJson } from '@groundplan/terraform-type'
import { terraformGrains, type Blueprint, type BlueprintInput } from './blueprint.ts'
import { describeRules, readablePattern } from './interface/describe-rules.ts'
import { isRequiredInput } from './form/launch-form.ts'

/** A blueprint's inputs, outputs and provider configurations, for tables. */
export interface InterfaceDescription {
  readonly inputs: readonly InputDescription[]
  readonly outputs: readonly OutputDescription[]
  readonly providerSettings: readonly ProviderDescription[]
}

export interface InputDescription {
  readonly name: string
  /** Type expression on one line. */
  readonly type: string
  readonly required: boolean
  readonly sensitive: boolean
  /** True if the value is never stored. */
  readonly ephemeral: boolean
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

/** A provider configuration that a grain's module gets. */
export interface ProviderDescription {
  readonly grain: string
  /** Name in the module, e.g. `aws` or `aws.replica`. */
  readonly name: string
  readonly source?: string | undefined
  /** Settings of the blueprint, with their values as JSON text or expressions. */
  readonly settings: readonly { readonly name: string; readonly value: string }[]
  /** Settings that the space must provide. */
  readonly fromSpace: readonly string[]
}

/** Describes the inputs, outputs and provider configurations of a blueprint, in file order. */
export function describeInterface(blueprint: Blueprint): InterfaceDescription {
  const { inputs = {}, outputs = {} } = blueprint
  return {
    inputs: Object.entries(inputs).map(([name, input]) => describeInput(name, input ?? {})),
    outputs: Object.entries(outputs).map(([name, { description, sensitive }]) => ({
      name,
      description,
      sensitive: sensitive === true,
    })),
    providerSettings: terraformGrains(blueprint).flatMap(([grain, { spec }]) =>
      Object.entries(spec.providers ?? {}).map(([name, { source, settings, 'from-space': fromSpace }]) => ({
        ...{ grain, name, source },
        settings: Object.entries(settings ?? {}).map(([key, value]) => ({
          name: key,
          value: typeof value === 'string' ? value : stringifyJson(value),
        })),
        fromSpace: fromSpace ?? [],
      })),
    ),
  }
}

function describeInput(name: string, input: BlueprintInput): InputDescription {
  return {
    name,
    type: oneLineType(input.type ?? 'string'),
    required: isRequiredInput(input),
    sensitive: input.sensitive === true,
    ephemeral: input.ephemeral === true,
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
