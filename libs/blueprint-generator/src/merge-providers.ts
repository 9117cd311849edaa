import type { ProviderConfiguration } from '@groundplan/blueprint'

/** A grain's provider configurations by name: `aws`, or `aws.replica` for an alias. */
export type ProviderConfigurations = Readonly<Record<string, ProviderConfiguration>>

/** Adds configurations: their settings override those that are there, and what they set need not be from the space. */
export function mergeProviders(
  base: ProviderConfigurations,
  given: readonly (readonly [name: string, configuration: ProviderConfiguration])[],
): Record<string, ProviderConfiguration> {
  const all = new Map(Object.entries(base))
  for (const [name, added] of given) {
    const before = all.get(name) ?? {}
    const isSet = (setting: string) => Object.hasOwn(added.settings ?? {}, setting)
    const asked = new Set(added['from-space']?.filter((setting) => !isSet(setting)))
    const kept = Object.entries(before.settings ?? {}).filter(([setting]) => !asked.has(setting))
    const settings = { ...Object.fromEntries(kept), ...added.settings }
    const left = [...new Set([...(before['from-space'] ?? []), ...asked])].filter(
      (setting) => !isSet(setting),
    )
    const source = added.source ?? before.source
    all.set(name, {
      ...(source === undefined ? {} : { source }),
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
      ...(left.length === 0 ? {} : { 'from-space': left }),
    })
  }
  return Object.fromEntries(all)
}

const secretSetting =
  /(?:^|_)(?:password|passwd|secret|secret_key|access_key|token|api_key|app_key|private_key|client_key|credentials)$/

/** True if the value of a provider's setting is a secret, whatever the provider. */
export function isSecretSetting(name: string): boolean {
  return secretSetting.test(name)
}
