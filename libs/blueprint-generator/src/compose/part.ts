import type { Blueprint, BlueprintInput } from '@groundplan/blueprint'
import type { TerraformModule, VariableUse } from '@groundplan/terraform-module'
import type { TerraformType } from '@groundplan/terraform-type'
import type { BlueprintSettings } from '../blueprint-settings.ts'
import type { BlueprintSource } from '../generate-blueprint.ts'

/** A part of a composition: a module or a blueprint with one grain. */
export type CompositionPart = ModulePart | BlueprintPart

export interface ModulePart {
  /** Name of the grain in the composed blueprint. */
  readonly grain: string
  readonly module: TerraformModule
  readonly source: BlueprintSource
  /** Overlay settings, if any. */
  readonly settings?: BlueprintSettings | undefined
}

export interface BlueprintPart {
  readonly grain: string
  readonly blueprint: Blueprint
}

/** A part as the others see it. */
export interface Part {
  readonly grain: string
  /** The words for the part: from its grain's name and its module's path. */
  readonly nouns: ReadonlySet<string>
  /** Types of the resources that it creates, as far as they are known. */
  readonly creates: ReadonlySet<string>
  /** The same for parts that are made of the same module. */
  readonly identity: string
  /** Where the module is kept. Modules of one store are written for each other. */
  readonly store: string
  /** True if it creates nothing and calls no modules: it computes values for other modules, such as names and tags. */
  readonly isComputing: boolean
  readonly inputs: readonly PartInput[]
  readonly outputs: readonly PartOutput[]
  /** The blueprint of this part alone; its one grain is named as the part. */
  readonly blueprint: Blueprint
}

export interface PartInput {
  readonly name: string
  readonly type: TerraformType
  /** True if only the user who launches knows the value. */
  readonly required: boolean
  readonly input: BlueprintInput
  /** What its value becomes in the module, as far as that is known. */
  readonly uses: readonly VariableUse[]
  /** False if the grain receives more than the bare value, e.g. `{{ .inputs.name }}-db`; so it may be in blueprints only. */
  readonly isWhole: boolean
}

export interface PartOutput {
  readonly name: string
  readonly description: string | undefined
  readonly sensitive: boolean
  /** `any` where it is not known. */
  readonly type: TerraformType
  /** Where the value comes from, as far as that is known. */
  readonly origins: readonly OutputOrigin[]
  /** True if only inputs make the output's value. */
  readonly isPassedThrough: boolean
  /** True if it is an input as it is. */
  readonly isUnchanged: boolean
  /** The expression for it in the composed blueprint, e.g. `{{ .grains.vpc.outputs.vpc_id }}`. */
  readonly value: string
  /** True if that is a single expression without surrounding text. */
  readonly isPlain: boolean
}

/** A managed resource or a data source (by its type) or a called module (by its name), and the attribute or output that is handed on. */
export interface OutputOrigin {
  readonly kind: 'resource' | 'data' | 'module'
  readonly name: string
  readonly attribute: string | undefined
}
