import { accountSpaceId, type Scope } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import type { PublicationStore } from '@groundplan/catalog'
import {
  PostgresApiTokenStore,
  PostgresAuditLog,
  PostgresCatalogReader,
  PostgresDeliveryStore,
  PostgresEventLog,
  PostgresPublicationStore,
  PostgresSecretStore,
  PostgresSpaceStore,
  PostgresWorkloadStore,
  type OpenDatabase,
} from '@groundplan/database'
import type { StateStore } from '@groundplan/terraform-state'
import type { EventChain } from '../audit/open-delivery.ts'
import type { Cloud } from '../open-cloud.ts'

/** What each space has of its own. */
export type SpaceStores = Pick<
  ApiContext,
  'spaceId' | 'tokens' | 'workloads' | 'secrets' | 'cloud' | 'audit' | 'events'
>

export interface OpenSpaces {
  readonly spaces: PostgresSpaceStore
  storesOf(spaceId: string): SpaceStores
  /** What another space than the home space sees and has. */
  partOf(spaceId: string): SpaceStores & Pick<ApiContext, 'visibleCatalog' | 'publications'>
  publicationsOf(spaceId: string): PublicationStore
  /** The home space and all others, archived ones included: what they have is kept in order. */
  listIds(): Promise<readonly string[]>
  /** The events of each space, and those that belong to none. */
  findChains(): Promise<readonly EventChain[]>
  findStates(): Promise<readonly StateStore[]>
}

export interface SpaceOptions {
  readonly database: OpenDatabase
  readonly cloud: Cloud
  /** The home space and its blueprint repository. */
  readonly scope: Scope
}

export function openSpaces({ database, cloud, scope }: SpaceOptions): OpenSpaces {
  const spaces = new PostgresSpaceStore(database)
  const known = new Map<string, SpaceStores>()
  const createStores = (spaceId: string): SpaceStores => ({
    spaceId,
    tokens: new PostgresApiTokenStore(database, { spaceId }),
    workloads: new PostgresWorkloadStore(database, { spaceId }),
    secrets: new PostgresSecretStore(database, { spaceId }),
    cloud: cloud.forSpace(spaceId),
    audit: new PostgresAuditLog(database, { spaceId }),
    events: new PostgresEventLog(database, { spaceId }),
  })
  const listIds = async () => [scope.spaceId, ...(await spaces.list()).map(({ name }) => name)]
  const storesOf = (spaceId: string) => {
    const stores = known.get(spaceId) ?? createStores(spaceId)
    known.set(spaceId, stores)
    return stores
  }
  // Each remembers pages of its space.
  const catalogs = new Map<string, PostgresCatalogReader>()
  const catalogOf = (spaceId: string) => {
    const catalog = catalogs.get(spaceId) ?? new PostgresCatalogReader(database, scope, spaceId)
    catalogs.set(spaceId, catalog)
    return catalog
  }
  const publicationsOf = (spaceId: string) => new PostgresPublicationStore(database, { ...scope, spaceId })
  return {
    ...{ spaces, listIds, storesOf, publicationsOf },
    partOf: (spaceId) => ({
      ...storesOf(spaceId),
      publications: publicationsOf(spaceId),
      visibleCatalog: catalogOf(spaceId),
    }),
    findStates: async () =>
      (await listIds()).flatMap((spaceId) => cloud.forSpace(spaceId).states?.states ?? []),
    async findChains() {
      return [...(await listIds()), accountSpaceId].map((spaceId) => ({
        audit: new PostgresAuditLog(database, { spaceId }),
        deliveries: new PostgresDeliveryStore(database, { spaceId }),
      }))
    },
  }
}
