import type { Json } from '@groundplan/terraform-type'
import type { ResolvedProvider } from './resolve-grain.ts'
import type { ResolvedValue } from './resolved-value.ts'
import type { RootValues } from './root-values.ts'
import { escapeTemplate } from './terraform-text.ts'

/** The `provider` blocks of a root module in Terraform's JSON syntax, which tells blocks from arguments by the provider's schema. */
export class ProviderBlocks {
  readonly #providers: readonly ResolvedProvider[]
  readonly #values: Pick<RootValues, 'addSecret'>

  /** Secrets become variables of the root module. */
  constructor(providers: readonly ResolvedProvider[], values: Pick<RootValues, 'addSecret'>) {
    this.#providers = providers
    this.#values = values
  }

  /** Where the providers are from. The module itself constrains their versions. */
  requirements(): Readonly<Record<string, Json>> {
    const sources = this.#providers.map(({ address, source }) => [address.name, { source }] as const)
    return sources.length === 0 ? {} : { required_providers: Object.fromEntries(sources) }
  }

  blocks(): Readonly<Record<string, Json>> {
    const blocks = new Map<string, Json[]>()
    for (const { address, settings } of this.#providers) {
      const own = [...settings].map(([name, value]) => [name, this.#print(value)] as const)
      const block = {
        ...(address.alias === undefined ? {} : { alias: address.alias }),
        ...Object.fromEntries(own),
      }
      blocks.set(address.name, [...(blocks.get(address.name) ?? []), block])
    }
    return blocks.size === 0 ? {} : { provider: Object.fromEntries(blocks) }
  }

  #print(value: ResolvedValue): Json {
    switch (value.kind) {
      case 'list':
        return value.items.map((item) => this.#print(item))
      case 'map':
        return Object.fromEntries(
          value.entries.map(([key, item]) => [escapeTemplate(key), this.#print(item)]),
        )
      case 'constant':
        if ((value.secret || value.ephemeral) && value.value !== null)
          return this.#values.addSecret(value.value, value.ephemeral)
        return typeof value.value === 'string' ? escapeTemplate(value.value) : value.value
    }
  }
}
