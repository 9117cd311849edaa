export { listModuleEntries } from './follow-links.ts'
export { discoverModules } from './discover-modules.ts'
export type { DiscoverOptions, ModuleDirectory } from './discover-modules.ts'
export { draftBlueprint } from './draft-blueprint.ts'
export type { DraftedBlueprint, DraftOptions } from './draft-blueprint.ts'
export type {
  BlueprintDrafter,
  CheckedDraft,
  DraftedTexts,
  DraftSubject,
  SettingsSummary,
} from './drafting/blueprint-drafter.ts'
export { InProcessDrafter } from './drafting/in-process-drafter.ts'
export { countOutcomes } from './import-report.ts'
export type {
  ImportProgress,
  ImportReport,
  ImportRequest,
  ModuleCounts,
  ModuleOutcome,
  ModuleProblem,
  OnlyRepository,
  RepositoryOutcome,
} from './import-report.ts'
export { describeWaiting, summarizeWaiting } from './summarize-waiting.ts'
export { emptyReason } from './scan/leave-out.ts'
export { importJob, toImportJob } from './imports/import-job.ts'
export { defaultImportLimits } from './import-limits.ts'
export type { ImportLimits } from './import-limits.ts'
export { isOver, tooManyWait } from './imports/import.ts'
export type {
  AddImportOptions,
  FinalImportState,
  Import,
  ImportSignal,
  ImportState,
  ImportStore,
  ListedImport,
  Retention,
} from './imports/import.ts'
export { Imports } from './imports/imports.ts'
export type { ImportsDependencies } from './imports/imports.ts'
export { isPollDue } from './imports/is-poll-due.ts'
export { performImport } from './imports/perform-import.ts'
export type { PerformImportDependencies } from './imports/perform-import.ts'
export type { LaunchRecord, LaunchStore, ModuleRevision } from './launch/launch-store.ts'
export { longestReservation } from './naming/name-reservations.ts'
export type { NameReservations, ReservedName } from './naming/name-reservations.ts'
export { planImport } from './plan-import.ts'
export type { ImportPlan, ImportStep } from './import-plan.ts'
export type { ReadRepositoryResult } from './scan/read-repository-result.ts'
export { readRepository } from './read-repository.ts'
export type { ReadModuleResult, ReadRepositoryOptions } from './read-repository.ts'
export { companyPrefix, readRepositorySettings } from './read-settings.ts'
export { isQuiet, largeReport, retentionAt, trimmedNote } from './imports/retention.ts'
export { runImport } from './run-import.ts'
export type { ImportDependencies, ImportOptions } from './run-import.ts'
export type { AfterImport, FinishedImport, FollowUp, ImportConfiguration } from './import-configuration.ts'
export type { ReviewLimits, ReviewSettings } from './review-settings.ts'
export { plainConfiguration } from './import-configuration.ts'
export { nameOwnBranch, ownBranches } from './review/own-branches.ts'
export type { Onboarding } from './review/propose-configuration.ts'
export type {
  MissingRepository,
  RegisteredRepository,
  RepositoryKey,
  RepositoryRegistry,
} from './registry/repository-registry.ts'
export type { ScannedRepository, ScanStore } from './scan/scan-store.ts'
export type { SelectedRepository } from './scan/find-sources.ts'
export type { SelectionReview, SourceHost, SourceSelection } from './scan/source-selection.ts'
