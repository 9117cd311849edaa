export type {
  CatalogDetails,
  CatalogEntry,
  CatalogFacts,
  CatalogProblem,
  CatalogState,
  CatalogSummary,
  CatalogVersion,
  SyncFailure,
  VersionSummary,
} from './catalog.ts'
export { facetKinds, mostFacetValues } from './catalog-query.ts'
export type { CatalogFacets, CatalogFilter, CatalogPosition, FacetCount } from './catalog-query.ts'
export { recentMilliseconds } from './catalog-store.ts'
export type {
  CatalogReader,
  CatalogStore,
  CatalogUpdate,
  EntryWithVersions,
  OutdatedContent,
  SyncNote,
} from './catalog-store.ts'
export { descriptionForm, describeDetails } from './describe-entry.ts'
export { listPublications, publishBlueprint, unpublishBlueprint } from './publications/manage-publications.ts'
export type { CheckedPublication, PublicationDependencies } from './publications/manage-publications.ts'
export type { Publication } from './publications/publication.ts'
export type {
  PublicationChange,
  PublicationRequest,
  PublicationStore,
} from './publications/publication-store.ts'
export { searchDocumentOf, searchNameOf } from './search/search-document.ts'
export type { SearchDocument } from './search/search-document.ts'
export {
  exactTier,
  firstSimilarTier,
  matchingTiers,
  parseSearch,
  plainTerm,
  similarTiers,
  withinPlaces,
} from './search/search-tiers.ts'
export type { SearchQuery, SearchTerm, SearchTier } from './search/search-tiers.ts'
export { chooseSimilar, mostCandidates, trigramsOf } from './search/similar-words.ts'
export { innerTrigramsOf, mostWithin } from './search/words-within.ts'
export { blueprintNameOf } from './sync/blueprint-files.ts'
export { CatalogFollower } from './sync/catalog-follower.ts'
export type { CatalogFollowerOptions } from './sync/catalog-follower.ts'
export { syncCatalog } from './sync/sync-catalog.ts'
export { jobsAfterEvent, syncCatalogJob, syncCatalogKey } from './sync/sync-catalog-job.ts'
export type { CatalogDependencies, SyncOptions } from './sync/sync-catalog.ts'
export { checkConsistency } from './consistency/check-consistency.ts'
export type { Inconsistency } from './consistency/find-inconsistencies.ts'
export { describeMismatch, compareRepository, requireSameRepository } from './require-same-repository.ts'
export type { RepositoryAtAddress } from './require-same-repository.ts'
export type { RecordedRepository, RepositoryMatch } from './identity/match-repository.ts'
export { adoptRepository } from './adopt-repository.ts'
export type { AdoptionPlan } from './identity/plan-adoption.ts'
