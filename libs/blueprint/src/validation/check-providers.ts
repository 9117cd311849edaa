import { terraformGrains, type Blueprint, type ProviderConfiguration } from '../blueprint.ts'
import { normalizeProviderSource, parseProviderAddress } from '../provider-address.ts'
import type { Finding } from './finding.ts'
import { shorten } from './shape/name-value.ts'

/** Names, sources and settings of grains' provider configurations. */
export function checkProviders(blueprint: Blueprint): readonly Finding[] {
  return terraformGrains(blueprint).flatMap(([grain, { spec }]) => checkGrain(grain, spec.providers ?? {}))
}

function checkGrain(
  grain: string,
  providers: Readonly<Record<string, ProviderConfiguration>>,
): readonly Finding[] {
  const sources = new Map<string, string>()
  return Object.entries(providers).flatMap(([key, configuration]): readonly Finding[] => {
    const path = ['grains', grain, 'spec', 'providers', key]
    const address = parseProviderAddress(key)
    if (address === undefined) {
      const message = `"${shorten(key)}" of grain "${grain}" is not the name of a provider configuration.`
      const hint = 'Use the name that the module uses, such as `aws`, or `aws.replica` for an alias.'
      return [{ rule: 'provider-name', path, message, hint }]
    }
    return [
      ...checkSource(configuration.source, address.name, sources).map((finding) => ({
        ...finding,
        path: [...path, 'source'],
      })),
      ...checkSettings(key, configuration).map((finding) => ({
        ...finding,
        path: [...path, ...finding.path],
      })),
    ]
  })
}

function checkSource(
  source: string | undefined,
  name: string,
  sources: Map<string, string>,
): readonly Omit<Finding, 'path'>[] {
  if (source === undefined) return []
  const normal = normalizeProviderSource(source)
  if (normal === undefined) {
    const message = `"${shorten(source)}" is not the source of a provider.`
    return [{ rule: 'provider-name', message, hint: 'Use an address such as `hashicorp/aws`.' }]
  }
  const other = sources.get(name) ?? normal
  sources.set(name, other)
  if (other === normal) return []
  const message = `The configurations of provider "${name}" have different sources: ${other} and ${normal}.`
  return [{ rule: 'provider-name', message, hint: 'A provider has one source in a module.' }]
}

/** Arguments of a `provider` block that are not settings of the provider. */
const metaArguments: ReadonlySet<string> = new Set(['alias', 'version'])

function checkSettings(
  key: string,
  { settings = {}, 'from-space': fromSpace = [] }: ProviderConfiguration,
): readonly Finding[] {
  const names = [
    ...Object.keys(settings).map((name) => ({ name, path: ['settings', name] })),
    ...fromSpace.map((name, index) => ({ name, path: ['from-space', String(index)] })),
  ]
  const seen = new Set<string>()
  return names.flatMap(({ name, path }): readonly Finding[] => {
    if (seen.has(name)) {
      const message = `The setting "${name}" of provider configuration "${key}" is listed twice.`
      const hint = 'Set it in the blueprint, or let the space provide it.'
      return [{ rule: 'provider-setting', path, message, hint }]
    }
    seen.add(name)
    if (!metaArguments.has(name)) return []
    const message = `"${name}" is not a setting of provider configuration "${key}".`
    const hint =
      name === 'alias'
        ? 'Add the alias to the name of the configuration: `aws.replica`.'
        : "The module's `required_providers` determine the version."
    return [{ rule: 'provider-setting', path, message, hint }]
  })
}
