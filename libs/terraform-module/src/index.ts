export { followLocals } from './dependencies/find-origins.ts'
export { readDependencies } from './dependencies/read-dependencies.ts'
export { resolveLocalSource } from './dependencies/resolve-local-source.ts'
export type {
  LocalModule,
  ModuleDependencies,
  ModuleFlow,
  ModuleOutput,
  Origins,
  OutputDependencies,
} from './dependencies/module-dependencies.ts'
export { checkCalls } from './faults/check-calls.ts'
export { findMissingModules } from './faults/find-missing-modules.ts'
export { assessLaunch, type LaunchConditions } from './launch/assess-launch.ts'
export { listProviderNeeds } from './launch/list-provider-needs.ts'
export type { ProviderNeed } from './launch/list-provider-needs.ts'
export { listSecretOutputs } from './launch/find-secret-outputs.ts'
export type { LaunchAssessment, LaunchReason, LaunchRule, LaunchVerdict } from './launch/launch-assessment.ts'
export { inspectModule } from './inspection/inspect-module.ts'
export type {
  InspectedDiagnostic,
  InspectedVariable,
  ModuleInspection,
} from './inspection/module-inspection.ts'
export { isRequired } from './module.ts'
export type {
  ModuleCall,
  Output,
  Readme,
  RequiredProvider,
  Resource,
  TerraformModule,
  Validation,
  Variable,
  VariableUse,
} from './module.ts'
export { MemoryModuleCache, moduleKey } from './module-cache.ts'
export type { IdentifiedFile, ModuleCache } from './module-cache.ts'
export { moduleLimits } from './limit-module.ts'
export { InProcessModuleReader, isUnreadable, readForeignModule, unreadableModule } from './module-reader.ts'
export { compareForeignModules } from './module-reader.ts'
export type { ComparedVersions, ModuleReader } from './module-reader.ts'
export { notCompared } from './compare/module-change.ts'
export { compareVersions, readVersionRange } from './version-range.ts'
export { omitValues } from './omit-values.ts'
export { readModuleBlocks } from './read-module.ts'
export { readModule } from './read-module.ts'
export type { ReadModuleOptions } from './read-module.ts'
export { isReadme } from './read-readme.ts'
export { readValueFile } from './read-value-file.ts'
export type { FileValue, ValueFile } from './read-value-file.ts'
export { isConfigurationFile, isValueFile } from './select-files.ts'
export type { SourceFile } from './source-file.ts'
export { readFile as readConfigurationFile } from './read-file.ts'
export type { Argument as ConfigurationArgument, Block as ConfigurationBlock } from './block.ts'
export { evaluateExpression } from './constants/evaluate-constant.ts'
export type { Expression } from './expression/expression.ts'
export { parseExpression } from './expression/parse-expression.ts'
export { compareModules } from './compare/compare-modules.ts'
export { listLocalSources, readModuleVersion } from './compare/module-version.ts'
export type { ModuleVersion } from './compare/module-version.ts'
export type { ModuleChange, ModuleChangeLevel, ModuleChangeRule } from './compare/module-change.ts'
