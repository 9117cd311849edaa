import { applySettings, type FoundModule, type GeneratorSettings } from '@groundplan/blueprint-generator'
import { hasErrors, type Diagnostic } from '@groundplan/errors'
import { isConfigurationFile } from '@groundplan/terraform-module'
import type { LoadedModule } from '../load-module.ts'

export interface CustomizedPart {
  /** Absent if the module or its overlays have errors. */
  readonly part: FoundModule | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** The module as the company's overlay and its repository's have it, for a composition. */
export function customizePart(
  { module, source, settings: own, files }: LoadedModule,
  company: GeneratorSettings,
): CustomizedPart {
  const settings = [company, own]
  const paths = files.map(({ path }) => path).filter(isConfigurationFile)
  const { diagnostics, ...customized } = applySettings(module, { settings, files: paths })
  // Compositions have no README and no proposal that templates could be for.
  const about = settings.flatMap((each) => each.diagnostics).filter(({ file }) => !file.endsWith('.hbs'))
  const all = [...module.diagnostics, ...about, ...diagnostics]
  if (hasErrors(all)) return { part: undefined, diagnostics: all }
  return { part: { module: customized.module, source, settings: customized.settings }, diagnostics: all }
}
