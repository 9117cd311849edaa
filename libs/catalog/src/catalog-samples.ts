import type { CatalogEntry, CatalogVersion } from './catalog.ts'
import type { CatalogUpdate } from './catalog-store.ts'

/** An empty update with the given overrides. */
export function newUpdate(facts: Partial<CatalogUpdate> = {}): CatalogUpdate {
  return {
    ...{ commit: 'c1', since: undefined, published: [], retired: [] },
    ...{ checked: [], problems: [], checkedBy: '', ...facts },
  }
}

export function newVersion(blueprint: string, ordinal: number): CatalogVersion {
  const publishedAt = new Date(Date.UTC(2026, 1, ordinal, 1, 2, 3, 4))
  return {
    blueprint,
    version: `1.${ordinal - 1}.0`,
    ordinal,
    commit: `c${ordinal}`,
    blobId: `b${ordinal}`,
    text: `v: ${ordinal}\n`,
    publishedAt,
  }
}

export function newEntry(name: string, facts: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    name,
    displayName: name.toUpperCase(),
    description: 'About it.',
    labels: ['aws'],
    providers: ['aws'],
    repositories: ['modules'],
    owners: [],
    details: {
      inputs: [{ name: 'size', type: 'number', required: true, sensitive: false, ephemeral: false }],
      outputs: [],
      providerSettings: [],
      sources: [{ grain: name, store: 'modules', path: name, commit: 'c0' }],
    },
    retired: false,
    latest: newVersion(name, 1),
    ...facts,
  }
}
