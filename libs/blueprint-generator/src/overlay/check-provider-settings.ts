import { printBlueprint, validateBlueprint, type ProviderConfiguration } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import { isSecretSetting, type ProviderConfigurations } from '../merge-providers.ts'
import { hasExpression } from './check-input-settings.ts'
import { placeOf, type Setting } from './resolve-settings.ts'

/** Checks provider settings as they will be checked in the blueprint, whose form has the given inputs. */
export function checkProviderSettings(
  settings: readonly Setting[],
  onForm: readonly string[],
): readonly Diagnostic[] {
  return settings.flatMap((setting): readonly Diagnostic[] => {
    const providers = setting.value as ProviderConfigurations
    const found = validateBlueprint('', printBlueprint(aroundProviders(providers, onForm))).diagnostics
    const errors = found.filter(({ severity }) => severity === 'error')
    return [
      ...errors.map(({ rule, message, hint }) => ({
        ...{ severity: 'error' as const, rule, ...placeOf(setting), message },
        ...(hint === undefined ? {} : { hint }),
      })),
      ...Object.entries(providers).flatMap(([name, each]) => findSecrets(name, each, setting)),
    ]
  })
}

function findSecrets(
  name: string,
  { settings = {} }: ProviderConfiguration,
  setting: Setting,
): readonly Diagnostic[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (!isSecretSetting(key) || value === null || value === '' || hasExpression(value)) return []
    const message = `"${key}" of provider configuration "${name}" is a secret, which the blueprint would show.`
    const hint = 'Let the space provide it, or use an input that is sensitive.'
    return [{ severity: 'error', rule: 'overlay-provider', ...placeOf(setting), message, hint }]
  })
}

/** A blueprint in which nothing but the providers can be wrong. */
function aroundProviders(providers: ProviderConfigurations, onForm: readonly string[]) {
  const source = { store: 'store', path: '.', commit: '0'.repeat(40) }
  const inputs = Object.fromEntries(onForm.map((name) => [name, { type: 'any' }] as const))
  return {
    spec_version: 2 as const,
    inputs,
    grains: { module: { kind: 'terraform' as const, spec: { source, providers: { ...providers } } } },
  }
}
