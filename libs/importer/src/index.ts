export { discoverModules } from './discover-modules.ts'
export type { DiscoverOptions, ModuleDirectory } from './discover-modules.ts'
export { draftBlueprint } from './draft-blueprint.ts'
export type { DraftedBlueprint, DraftOptions } from './draft-blueprint.ts'
export type {
  BlueprintDrafter,
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
  RepositoryOutcome,
} from './import-report.ts'
export { defaultImportLimits } from './import-limits.ts'
export type { ImportLimits } from './import-limits.ts'
export { isOver } from './import-run.ts'
export type { ImportRun, ImportRunState, ImportRunStore, ListedImportRun, Retention } from './import-run.ts'
export { ImportRunner } from './import-runner.ts'
export type { ImportRunnerDependencies } from './import-runner.ts'
export { longestReservation } from './naming/name-reservations.ts'
export type { NameReservations, ReservedName } from './naming/name-reservations.ts'
export { planImport } from './plan-import.ts'
export type { ImportStep, ReadRepositoryResult } from './plan-import.ts'
export { readRepository } from './read-repository.ts'
export type { ReadModuleResult, ReadRepositoryOptions } from './read-repository.ts'
export { companyPrefix, readRepositorySettings } from './read-settings.ts'
export { isQuiet, largeReport, trimmedNote } from './retention.ts'
export { runImport } from './run-import.ts'
export type { ImportDependencies, ImportOptions } from './run-import.ts'
export type { ImportConfiguration, ReviewLimits, ReviewSettings } from './review/import-configuration.ts'
export { plainConfiguration } from './review/import-configuration.ts'
export { onboardingBranch } from './review/propose-configuration.ts'
export type { Onboarding } from './review/propose-configuration.ts'
export type { ModuleProblem, ScannedRepository, ScanStore } from './scan/scan-store.ts'
export type { OnlyRepository, SelectionReview, SourceSelection } from './scan/source-selection.ts'
export { followHint } from './follow/follow-hint.ts'
export type { FollowDependencies } from './follow/follow-hint.ts'
export { HintQueue } from './follow/hint-queue.ts'
export type { HostHint } from './follow/host-hint.ts'
export { Poller } from './follow/poller.ts'
export type { PollerOptions } from './follow/poller.ts'
export type { RegisteredWebhook, WebhookStore } from './follow/webhook-store.ts'
