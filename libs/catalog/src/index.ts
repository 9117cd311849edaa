export type { CatalogEntry, CatalogProblem, CatalogSummary, CatalogVersion } from './catalog.ts'
export type { CatalogStore, CatalogUpdate } from './catalog-store.ts'
export { CatalogFollower } from './catalog-follower.ts'
export type { CatalogFollowerOptions } from './catalog-follower.ts'
export { checkConsistency } from './consistency/check-consistency.ts'
export type { Inconsistency } from './consistency/find-inconsistencies.ts'
export { blueprintNameOf, followRepository } from './follow-repository.ts'
export type { CatalogDependencies } from './follow-repository.ts'
export {
  describeMismatch,
  compareRepository,
  requireSameRepository,
} from './identity/require-same-repository.ts'
export type { RepositoryAtAddress } from './identity/require-same-repository.ts'
export type { RecordedRepository, RepositoryMatch } from './identity/match-repository.ts'
export { adoptRepository } from './identity/adopt-repository.ts'
export type { AdoptionPlan } from './identity/plan-adoption.ts'
export { planCatalog } from './plan-catalog.ts'
export type { BlueprintFile } from './plan-catalog.ts'
export { searchCatalog } from './search-catalog.ts'
export type { CatalogQuery } from './search-catalog.ts'
