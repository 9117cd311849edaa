import type { ProviderReference, TerraformModule } from '../module.ts'
import type { InspectedRequirement, Named } from './module-inspection.ts'
import { notEmpty, toNamed } from './print-parts.ts'

/** Every provider that the module needs: those required by name, configured, or implied by resources. */
export function inspectRequirements(module: TerraformModule): Named<InspectedRequirement> {
  const found = new Map<string, Requirement>()
  const requirementOf = (name: string) => {
    const requirement = found.get(name) ?? { source: undefined, versions: [], aliases: [] }
    found.set(name, requirement)
    return requirement
  }
  for (const { name, source, version, configurationAliases } of module.requiredProviders) {
    const requirement = requirementOf(name)
    requirement.source ??= notEmpty(source)
    if (version !== undefined) requirement.versions.push(version)
    requirement.aliases.push(...configurationAliases)
  }
  for (const { name, version } of module.providerConfigurations) {
    const { versions } = requirementOf(name)
    if (version !== undefined) versions.push(version)
  }
  for (const { provider } of module.resources) requirementOf(provider.name)
  return toNamed([...found].map(([name, requirement]) => [name, inspectRequirement(requirement)]))
}

interface Requirement {
  source: string | undefined
  readonly versions: string[]
  readonly aliases: ProviderReference[]
}

function inspectRequirement({ source, versions, aliases }: Requirement): InspectedRequirement {
  return {
    source,
    version_constraints: notEmpty(versions),
    aliases: notEmpty(aliases.map(({ name, alias }) => ({ name, alias: notEmpty(alias) }))),
  }
}
