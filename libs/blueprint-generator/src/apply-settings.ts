import type { TerraformModule } from '@groundplan/terraform-module'
import type { GeneratorSettings } from './generator-settings.ts'
import { customizeModule, type CustomizedModule } from './overlay/customize-module.ts'

export interface ApplyOptions {
  /** The settings for the module, lowest precedence first: the company's, then its repository's. */
  readonly settings: readonly GeneratorSettings[]
  /** The module's own configuration files, for CODEOWNERS. */
  readonly files: readonly string[]
}

/** The module as overlays and CODEOWNERS have it. With an error among its diagnostics, no blueprint must be written. */
export function applySettings(module: TerraformModule, { settings, files }: ApplyOptions): CustomizedModule {
  const owners = settings.at(-1)?.ownersOf(files) ?? []
  const entries = settings.flatMap((each) => each.entries)
  return customizeModule(module, entries, owners)
}
