import type { Diagnostic } from '@groundplan/errors'
import type { TerraformModule } from './module.ts'

/** How much one module may declare and have wrong. Real modules stay far below. */
export const moduleLimits = {
  variables: 5_000,
  outputs: 5_000,
  locals: 20_000,
  resources: 20_000,
  moduleCalls: 5_000,
  requiredProviders: 1_000,
  providerConfigurations: 1_000,
  refactorings: 20_000,
  checks: 5_000,
  /** Findings that are kept. */
  diagnostics: 50,
} as const

const names = {
  variables: 'variables',
  outputs: 'outputs',
  locals: 'local values',
  resources: 'resources',
  moduleCalls: 'module calls',
  requiredProviders: 'required providers',
  providerConfigurations: 'provider configurations',
  refactorings: 'moved, import and removed blocks',
  checks: 'checks',
} as const

/** The module unchanged, or without the lists that are too long and with an error for each. */
export function limitModule(module: TerraformModule): TerraformModule {
  const isOver = (part: keyof typeof names) => module[part].length > moduleLimits[part]
  const over = (Object.keys(names) as (keyof typeof names)[]).filter(isOver)
  const kept = limitDiagnostics(module.diagnostics)
  if (over.length === 0) return kept === module.diagnostics ? module : { ...module, diagnostics: kept }
  const findings = over.map((part): Diagnostic => ({
    severity: 'error',
    rule: 'size',
    file: module.path,
    message: `The module declares ${module[part].length} ${names[part]}; the limit is ${moduleLimits[part]}. Split it into smaller modules.`,
  }))
  const emptied = Object.fromEntries(over.map((part) => [part, []]))
  return { ...module, ...emptied, diagnostics: [...findings, ...kept] }
}

/** The first findings, errors before others, and how many more there are. */
function limitDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const { diagnostics: most } = moduleLimits
  if (diagnostics.length <= most) return diagnostics
  const isError = ({ severity }: Diagnostic) => severity === 'error'
  const kept = [...diagnostics.filter(isError), ...diagnostics.filter((each) => !isError(each))].slice(
    0,
    most,
  )
  const [last] = kept.slice(-1)
  const message = `… and ${diagnostics.length - most} more findings about this module.`
  const more: Diagnostic = {
    severity: last?.severity ?? 'warning',
    rule: 'size',
    file: last?.file ?? '',
    message,
  }
  return [...kept, more]
}
