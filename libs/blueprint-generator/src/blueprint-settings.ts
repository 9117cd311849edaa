import type { Blueprint } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'
import type { ProviderConfigurations } from './merge-providers.ts'

/** A company's settings for a blueprint, in addition to its module. */
export interface BlueprintSettings {
  readonly displayName?: string | undefined
  readonly description?: string | undefined
  /** Added to those that are found in the module. */
  readonly labels?: readonly string[]
  readonly owners?: readonly string[]
  readonly icon?: NonNullable<Blueprint['metadata']>['icon'] | undefined
  readonly instructions?: Blueprint['instructions'] | undefined
  /** Names of variables that are not on the form. */
  readonly hidden?: ReadonlySet<string>
  /** Values for hidden variables. Others use the module's default. */
  readonly constants?: ReadonlyMap<string, Json>
  readonly inputs?: ReadonlyMap<string, InputPresentation> | undefined
  /** Settings of provider configurations, for those that the module expects or has. */
  readonly providers?: ProviderConfigurations | undefined
}

/** How an input is shown. */
export interface InputPresentation {
  readonly displayName?: string | undefined
  readonly unit?: string | undefined
  /** Section of the launch form. */
  readonly group?: string | undefined
}
