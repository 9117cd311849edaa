/**
 * What a composition is, as plain data.
 *
 * Terms: a *part* is a module or blueprint that becomes a grain; a *wire* gives one part's output to another's input; an input
 * is *shared* if one field of the form fills it in several parts; what a person decides about wires, shared inputs and
 * constants are the *choices*, and everything else follows from them.
 */
import type { BlueprintInput, BlueprintOutput, ProviderConfiguration } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import type { Part } from './part.ts'
import type { WireForm } from './wire-evidence.ts'

export interface OutputPlace {
  readonly grain: string
  readonly output: string
}

export interface InputPlace {
  readonly grain: string
  readonly input: string
}

export interface Wire {
  readonly from: OutputPlace
  readonly to: InputPlace
  readonly form: WireForm
  /** From 0 to 1: how many wires like this one people have made; 1 if a person has said so. */
  readonly confidence: number
  readonly reasons: readonly string[]
}

/** One field of the form and the inputs that it fills. */
export interface SharedInput {
  readonly name: string
  readonly for: readonly InputPlace[]
  /** How the field is described, where that does not come from the parts. */
  readonly definition?: BlueprintInput | undefined
}

/** An input that has the same value in every environment. */
export interface Constant {
  readonly to: InputPlace
  readonly value: Json
  readonly reason: string
}

/** A value with expressions of the composed blueprint in it, e.g. `app-{{ .inputs.name }}` or a list of outputs. */
export interface InputExpression {
  readonly to: InputPlace
  readonly value: Json
  readonly reason: string
}

/** An environment variable that a grain's tool runs with; the value may contain expressions. */
export interface EnvironmentVariable {
  readonly grain: string
  readonly name: string
  readonly value: string
}

/** A provider configuration of a grain; values of settings may contain expressions. They override the part's own. */
export interface ProviderSettings {
  readonly grain: string
  /** The configuration as the module names it: `aws`, or `aws.replica` for an alias. */
  readonly provider: string
  readonly configuration: ProviderConfiguration
}

/** An output of the composed blueprint; the value contains its expressions. */
export interface ComposedOutput extends BlueprintOutput {
  readonly name: string
}

export interface Dependency {
  readonly grain: string
  readonly on: string
}

/** A user's decision, or a suggested one. */
export interface CompositionChoices {
  readonly wires: readonly Wire[]
  readonly shared: readonly SharedInput[]
  readonly constants: readonly Constant[]
  readonly expressions?: readonly InputExpression[] | undefined
  readonly environment?: readonly EnvironmentVariable[] | undefined
  readonly providers?: readonly ProviderSettings[] | undefined
  /** If absent, all outputs of all parts. */
  readonly outputs?: readonly ComposedOutput[] | undefined
  /** Version constraints that the tool of every grain must meet, in addition to those of its module. */
  readonly versions?: readonly string[] | undefined
  /** Inputs that are not on the form and keep the default that their module has. */
  readonly leftOut: readonly InputPlace[]
  /** Dependencies in addition to those from wires. */
  readonly dependsOn: readonly Dependency[]
}

/** A wire that was left out because values would have run in a circle. */
export interface AvoidedCycle {
  readonly wire: Wire
  /** The grains of the circle, from the wire's target back to its source. */
  readonly grains: readonly string[]
}

/** One field of the composed blueprint's form. */
export interface ComposedInput extends SharedInput {
  /** True if several parts get its value. */
  readonly isShared: boolean
}

export interface FormGroup {
  readonly name: string
  readonly inputs: readonly string[]
}

export interface CompositionPlan extends CompositionChoices {
  readonly parts: readonly Part[]
  /** Other wires for the same inputs, and wires that are not sure enough; best first for each input. */
  readonly alternatives: readonly Wire[]
  readonly avoided: readonly AvoidedCycle[]
  /** Every field of the form, in the order of the parts. */
  readonly inputs: readonly ComposedInput[]
  /** All dependencies, from wires and others. */
  readonly dependencies: readonly Dependency[]
  readonly groups: readonly FormGroup[]
  readonly diagnostics: readonly Diagnostic[]
}

/** `grain.name`, as composition files and messages write a place. */
export function printPlace(place: InputPlace | OutputPlace): string {
  return `${place.grain}.${'input' in place ? place.input : place.output}`
}
