export { renderTitle, toCommitRules } from './commit-rules.ts'
export {
  CommitSettings,
  Configuration,
  configurationJsonSchema,
  configurationPath,
  configurationSchemaPath,
  HostSettings,
  PullRequestSettings,
  RepositorySelection,
  SecretReference,
  SigningKeyReference,
} from './configuration.ts'
export type { ConfigurationFile } from './configuration.ts'
export { parseDuration, pollInterval } from './duration.ts'
export { apiAddress, describeSecretUse, hostOrigins, listSecretUses } from './host-addresses.ts'
export type { ApiHost, SecretUse } from './host-addresses.ts'
export { displayReference, listReferences, readReference } from './list-references.ts'
export type { PlacedReference, ReferenceKind } from './list-references.ts'
export { parseConfiguration } from './parse-configuration.ts'
export type { ParsedConfiguration } from './parse-configuration.ts'
export { printConfiguration } from './print-configuration.ts'
export { pullRequestSettings } from './pull-request-settings.ts'
export { configurationRuleGroups, configurationRules } from './rules.ts'
export type { ConfigurationRuleId } from './rules.ts'
export { isHostSecret, originsVariable, secretPrefix, serverAccessNames } from './secret-names.ts'
export { chooseBranch } from './selection/choose-branch.ts'
export { findFormerName, findSelection, selectRepositories } from './selection/select-repositories.ts'
export type { LeftOutReason, NamedRepository, SelectedRepositories } from './selection/select-repositories.ts'
export { selectsPath } from './selection/selects-path.ts'
export { versionTags } from './selection/version-tags.ts'
