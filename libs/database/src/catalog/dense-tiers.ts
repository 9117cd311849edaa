import type { CatalogFilter } from '@groundplan/catalog'
import { LRUCache } from 'lru-cache'

/** How long it is remembered that a tier was dense, in milliseconds. */
const lifetime = 60_000

/** The most tiers that are remembered at a time. */
const maximum = 1000

/** The tiers of one search that had too many matches to sort them, as far as one knows. */
export interface DenseTiers {
  has(tier: number): boolean
  add(tier: number): void
}

/**
 * Remembers which tiers of searches are dense: they are read in the order of names at once, without reading matches that are then not
 * used. It decides how rows are read, never which.
 */
export class DenseTiersOfSearches {
  readonly #dense = new LRUCache<string, true>({ max: maximum, ttl: lifetime })

  of({ search, labels, providers, repositories, owners }: CatalogFilter): DenseTiers {
    const key = JSON.stringify([search, labels, providers, repositories, owners])
    return {
      has: (tier) => this.#dense.has(`${tier} ${key}`),
      add: (tier) => this.#dense.set(`${tier} ${key}`, true),
    }
  }
}
