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
  ModuleProblem,
  OnlyRepository,
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
export type { ImportPlan, ImportStep } from './plan-import.ts'
export type { ReadRepositoryResult } from './scan/read-repository-result.ts'
export { readRepository } from './read-repository.ts'
export type { ReadModuleResult, ReadRepositoryOptions } from './read-repository.ts'
export { companyPrefix, readRepositorySettings } from './read-settings.ts'
export { isQuiet, largeReport, trimmedNote } from './retention.ts'
export { runImport } from './run-import.ts'
export type { ImportDependencies, ImportOptions } from './run-import.ts'
export type { AfterImport, FinishedImport, ImportConfiguration } from './import-configuration.ts'
export type { ReviewLimits, ReviewSettings } from './review-settings.ts'
export { plainConfiguration } from './import-configuration.ts'
export { onboardingBranch } from './review/propose-configuration.ts'
export type { Onboarding } from './review/propose-configuration.ts'
export type { ScannedRepository, ScanStore } from './scan/scan-store.ts'
export type { SelectionReview, SourceSelection } from './scan/source-selection.ts'
