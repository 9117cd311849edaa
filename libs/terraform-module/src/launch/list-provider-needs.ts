import type { ProviderReference, TerraformModule } from '../module.ts'
import { isConfigured } from './is-configured.ts'

/** A provider that a module uses, and what its caller has to configure. */
export interface ProviderNeed {
  /** Name in the module, e.g. `aws`. */
  readonly name: string
  /** As the module requires it, e.g. `hashicorp/aws`; absent where it requires none. */
  readonly source: string | undefined
  /** Aliases of configurations that the caller must pass, e.g. `replica`. */
  readonly aliases: readonly string[]
  /** True if something may use the configuration without an alias. */
  readonly usesDefault: boolean
}

/** Every provider that a module requires or uses and does not configure itself, in the order in which they are named. */
export function listProviderNeeds(module: TerraformModule): readonly ProviderNeed[] {
  const configured = new Set(module.providerConfigurations.filter(isConfigured).map(printReference))
  const declared = module.requiredProviders.flatMap(({ configurationAliases }) => configurationAliases)
  const used = [...module.resources.map(({ provider }) => provider), ...listPassed(module)]
  const references = [...declared, ...used].filter((each) => !configured.has(printReference(each)))
  const names = new Set([...module.requiredProviders, ...references].map(({ name }) => name))
  return [...names].flatMap((name): ProviderNeed[] => {
    const own = references.filter((each) => each.name === name)
    const aliases = unique(own.flatMap(({ alias }) => alias ?? []))
    // Without resources of its own, the module may hand the configuration on to the modules that it calls.
    const mayHandOn = aliases.length === 0 && used.every((each) => each.name !== name)
    const usesDefault = !configured.has(name) && (own.some(({ alias }) => alias === undefined) || mayHandOn)
    if (aliases.length === 0 && !usesDefault) return []
    const source = module.requiredProviders.find((each) => each.name === name && each.source !== undefined)
    return [{ name, source: source?.source, aliases, usesDefault }]
  })
}

/** The configurations that the called modules of a module take over or are given, as it names them. */
export function listPassed({ moduleCalls, calledProviders }: TerraformModule): readonly ProviderReference[] {
  const passed = moduleCalls.flatMap(({ providers }) => providers.map(({ from }) => from))
  return [...calledProviders, ...passed].map((reference) => {
    const [name = '', alias] = reference.split('.')
    return { name, alias }
  })
}

/** Prints `aws` or `aws.replica`. */
export function printReference({ name, alias }: ProviderReference): string {
  return alias === undefined ? name : `${name}.${alias}`
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
