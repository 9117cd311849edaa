import type { TerraformModule } from '../module.ts'
import type { LaunchReason } from './launch-assessment.ts'
import { listPassed, printReference } from './list-provider-needs.ts'

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

/** Aliases that a module uses and neither configures nor declares as its caller's. */
export function listUndeclaredAliases(module: TerraformModule): readonly string[] {
  const declared = module.requiredProviders.flatMap(({ configurationAliases }) => configurationAliases)
  const known = new Set(declared.map(printReference))
  return listMissingAliases(module).filter((alias) => !known.has(alias))
}

function findAliases(module: TerraformModule): readonly LaunchReason[] {
  return listMissingAliases(module).map((alias) => ({
    ...{ rule: 'provider-alias', effect: 'requires', position: undefined, provider: alias },
    message: `The module expects its caller to pass the provider configuration ${alias}.`,
  }))
}

function listMissingAliases(module: TerraformModule): readonly string[] {
  const configured = new Set(module.providerConfigurations.map(printReference))
  const declared = module.requiredProviders.flatMap(({ configurationAliases }) => configurationAliases)
  const used = [...module.resources.map(({ provider }) => provider), ...listPassed(module)]
  const aliases = [...declared, ...used.filter(({ alias }) => alias !== undefined)].map(printReference)
  return [...new Set(aliases)].filter((alias) => !configured.has(alias))
}

function findUnconfigured({
  requiredProviders,
  resources,
  calledProviders,
  providerConfigurations,
}: TerraformModule): readonly LaunchReason[] {
  const configured = new Set(providerConfigurations.map(({ name }) => name))
  const sources = new Map(requiredProviders.map(({ name, source }) => [name, source]))
  const ofResources = resources.map(({ provider }) => provider.name)
  const used = new Set([...sources.keys(), ...ofResources, ...calledProviders])
  return [...used].flatMap((name): LaunchReason[] => {
    const type = sources.get(name)?.split('/').at(-1) ?? name
    const needed = Object.hasOwn(neededSettings, type) ? neededSettings[type] : undefined
    if (configured.has(name) || needed === undefined) return []
    const message = `The provider ${name} needs ${needed}, which the module does not configure.`
    return [{ rule: 'provider-settings', effect: 'requires', message, position: undefined, provider: name }]
  })
}
