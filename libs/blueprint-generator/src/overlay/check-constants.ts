import { printBlueprint, validateBlueprint, type Blueprint } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { hasExpression } from './check-input-settings.ts'
import { placeOf, type ModuleSettings } from './resolve-settings.ts'

/**
 * Checks the expressions in constants as they will be checked in the blueprint: what they refer to must be on its form, which
 * has the given inputs.
 */
export function checkConstants(
  { inputs }: ModuleSettings,
  constants: ReadonlyMap<string, Json>,
  onForm: readonly string[],
): readonly Diagnostic[] {
  return [...constants].flatMap(([name, value]) => {
    const setting = inputs.get(name)?.settings.get('constant')
    if (setting === undefined || !hasExpression(value)) return []
    const found = validateBlueprint('', printBlueprint(aroundConstant(value, onForm))).diagnostics
    return found
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, message, hint }) => ({
        severity: 'error',
        rule,
        ...placeOf(setting),
        message: `In the constant of "${name}": ${message}`,
        ...(hint === undefined ? {} : { hint }),
      }))
  })
}

/** A blueprint in which nothing but the constant can be wrong. */
function aroundConstant(value: Json, onForm: readonly string[]): Blueprint {
  const source = { store: 'store', path: '.', commit: '0'.repeat(40) }
  const inputs = Object.fromEntries(onForm.map((name) => [name, { type: 'any' }] as const))
  return {
    spec_version: 2,
    inputs,
    grains: { module: { kind: 'terraform', spec: { source, inputs: [{ value }] } } },
  }
}
