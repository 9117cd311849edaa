import type { TerraformModule } from '../module.ts'
import type { LaunchReason } from './launch-assessment.ts'
import { printReference } from './list-provider-needs.ts'

/**
 * What providers cannot do without, by the last part of their source. Credentials are not among them: those come from where the
 * module runs.
 */
const neededSettings: Readonly<Record<string, string>> = {
  aws: 'a region',
  azurerm: 'a block `features {}`',
  azurestack: 'a block `features {}`',
  google: 'a project',
  'google-beta': 'a project',
  kubernetes: 'a cluster',
  helm: 'a cluster',
  kubectl: 'a cluster',
  vault: 'an address',
}

/** Aliases that a caller must pass, and providers without a configuration that need one. */
export function findProviderNeeds(module: TerraformModule): readonly LaunchReason[] {
  return [...findAliases(module), ...findUnconfigured(module)]
}

function findAliases(module: TerraformModule): readonly LaunchReason[] {
  const configured = new Set(module.providerConfigurations.map(printReference))
  const declared = module.requiredProviders.flatMap(({ configurationAliases }) => configurationAliases)
  const used = module.resources.flatMap(({ provider }) => (provider.alias === undefined ? [] : [provider]))
  const missing = [...new Set([...declared, ...used].map(printReference))].filter(
    (alias) => !configured.has(alias),
  )
  return missing.map((alias) => ({
    ...{ rule: 'provider-alias', effect: 'requires', position: undefined, provider: alias },
    message: `The module expects its caller to pass the provider configuration ${alias}.`,
  }))
}

function findUnconfigured({
  requiredProviders,
  resources,
  providerConfigurations,
}: TerraformModule): readonly LaunchReason[] {
  const configured = new Set(providerConfigurations.map(({ name }) => name))
  const sources = new Map(requiredProviders.map(({ name, source }) => [name, source]))
  const used = new Set([...sources.keys(), ...resources.map(({ provider }) => provider.name)])
  return [...used].flatMap((name): LaunchReason[] => {
    const type = sources.get(name)?.split('/').at(-1) ?? name
    const needed = Object.hasOwn(neededSettings, type) ? neededSettings[type] : undefined
    if (configured.has(name) || needed === undefined) return []
    const message = `The provider ${name} needs ${needed}, which the module does not configure.`
    return [{ rule: 'provider-settings', effect: 'requires', message, position: undefined, provider: name }]
  })
}
