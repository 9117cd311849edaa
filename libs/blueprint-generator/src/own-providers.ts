import { findReferences, printProviderAddress } from '@groundplan/blueprint'
import type { TerraformModule } from '@groundplan/terraform-module'
import { mergeProviders, type ProviderConfigurations } from './merge-providers.ts'
import type { ProviderNeeds } from './provider-needs.ts'

/**
 * What a module expects of its caller with a company's own settings: those of configurations that the module expects, or has itself
 * and are overridden. Inputs that no setting uses any more are gone.
 */
export function withOwnProviders(
  { providers, inputs }: ProviderNeeds,
  own: ProviderConfigurations,
  { providerConfigurations, requiredProviders }: TerraformModule,
): ProviderNeeds {
  const configured = providerConfigurations.map((each) => [printProviderAddress(each), each.name] as const)
  const sources = new Map(requiredProviders.map(({ name, source }) => [name, source]))
  const overridden = configured.flatMap(([address, name]) => {
    const source = sources.get(name)
    return Object.hasOwn(own, address) && source !== undefined ? [[address, { source }] as const] : []
  })
  const known = new Set([...Object.keys(providers), ...configured.map(([address]) => address)])
  const given = Object.entries(own).filter(([name]) => known.has(name))
  if (given.length === 0) return { providers, inputs }
  const merged = mergeProviders(providers, [...overridden, ...given])
  const settings = Object.values(merged).map((each) => each.settings ?? {})
  const used = new Set(
    findReferences(settings).flatMap((reference) => (reference.kind === 'input' ? [reference.name] : [])),
  )
  return { providers: merged, inputs: inputs.filter(([name]) => used.has(name)) }
}
