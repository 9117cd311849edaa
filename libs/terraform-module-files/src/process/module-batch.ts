import type { ReadModuleOptions, TerraformModule } from '@groundplan/terraform-module'
import type { NumberPath } from './exact-numbers.ts'

/** Modules for a process that reads them. */
export type ModuleBatch = readonly ReadModuleOptions[]

/** A module as it travels between processes. */
export interface SentModule {
  readonly module: TerraformModule
  readonly exactNumbers: readonly NumberPath[]
}
