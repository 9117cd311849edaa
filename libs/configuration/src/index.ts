export {
  Configuration,
  configurationJsonSchema,
  configurationPath,
  configurationSchemaPath,
  HostSettings,
  PullRequestSettings,
  RepositorySelection,
  SecretReference,
} from './configuration.ts'
export type { ConfigurationFile } from './configuration.ts'
export { pollInterval } from './duration.ts'
export { listReferences } from './list-references.ts'
export type { PlacedReference } from './list-references.ts'
export { parseConfiguration } from './parse-configuration.ts'
export type { ParsedConfiguration } from './parse-configuration.ts'
export { printConfiguration } from './print-configuration.ts'
export { pullRequestSettings } from './pull-request-settings.ts'
export { configurationRuleGroups, configurationRules } from './rules.ts'
export type { ConfigurationRuleId } from './rules.ts'
export { findSelection, selectRepositories } from './selection/select-repositories.ts'
export type { LeftOutReason, NamedRepository, SelectedRepositories } from './selection/select-repositories.ts'
export { selectRefs, selectsPath } from './selection/select-refs.ts'
export type { RepositoryBranches } from './selection/select-refs.ts'
export { versionTags } from './selection/version-tags.ts'
