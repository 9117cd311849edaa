export { discoverModules } from './discover-modules.ts'
export type { DiscoverOptions, ModuleDirectory } from './discover-modules.ts'
export { countOutcomes } from './import-report.ts'
export type {
  ImportProgress,
  ImportReport,
  ImportRequest,
  ModuleOutcome,
  RepositoryOutcome,
} from './import-report.ts'
export { isOver } from './import-run.ts'
export type { ImportRun, ImportRunState, ImportRunStore } from './import-run.ts'
export { ImportRunner } from './import-runner.ts'
export type { ImportRunnerDependencies } from './import-runner.ts'
export { runImport } from './run-import.ts'
export type { ImportDependencies, ImportOptions } from './run-import.ts'
