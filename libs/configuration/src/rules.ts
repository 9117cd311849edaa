import { errorRule, warningRule, type ValidationRule } from '@groundplan/blueprint'
import type { Severity } from '@groundplan/errors'

const reading = [
  errorRule('size', 'The file exceeds one million characters.'),
  errorRule('yaml', 'The file is not YAML, or a key is defined twice.'),
  errorRule('shape', 'A value has the wrong type.'),
  errorRule('missing-key', 'A required key is missing.'),
  errorRule('unknown-key', 'The key is unknown.'),
] as const

const secrets = [
  errorRule('plain-secret', 'The file contains a secret instead of a reference to one.'),
  errorRule('known-secret', 'A value looks like an access key, a token or a private key.'),
  errorRule('secret-in-url', 'A URL contains a user name or password.'),
  errorRule('reference', 'A reference has an invalid name or address.'),
  errorRule('secret-name', 'A reference names a variable that does not start with `GROUNDPLAN_SECRET_`.'),
] as const

const hosts = [
  errorRule('unknown-host-kind', 'A host has an unknown kind.'),
  errorRule('host-name', 'A host name contains characters other than lowercase letters, digits and `-`.'),
  errorRule('url', 'A URL is not a valid HTTP(S) URL.'),
  errorRule('insecure-url', 'A URL uses HTTP, so others on the network can read the token.'),
  errorRule('sign-in', 'A host has more than one of `token`, `app` and `oauth`.'),
  warningRule('duplicate-host', 'Two hosts have the same URL.'),
  warningRule('unused-host', 'No selection uses the host.'),
  warningRule(
    'missing-token',
    'A host has no token, App or OAuth consumer, which only works for the host of the blueprint repository.',
  ),
] as const

const repositories = [
  errorRule('undefined-host', 'The host is not defined.'),
  errorRule('owner', 'The owner is empty, or a URL instead of a name.'),
  errorRule('glob', 'A glob is invalid.'),
  errorRule('date', 'A date or duration is invalid.'),
  errorRule('conflicting-keys', 'A selection has both `refs` and `tags`.'),
  errorRule('unsupported-filter', 'The host does not support a filter, so nothing would be selected.'),
  warningRule('unreachable', 'Nothing is selected: everything included is also excluded.'),
  warningRule('unreachable-selection', 'An earlier selection already matches the same repositories.'),
  warningRule('duplicate-selection', 'The same selection is defined twice.'),
] as const

const pullRequests = [
  errorRule('branch-prefix', 'The branch prefix is invalid.'),
  errorRule('reviewer', 'A reviewer is neither a user name nor an `organization/team`.'),
  errorRule('label', 'A label is empty or longer than 50 characters.'),
  errorRule('duration', 'A duration is invalid or too short.'),
] as const

const commits = [
  errorRule('identity', 'A name or email address is invalid.'),
  errorRule('template', 'A template is invalid, or leaves out the subject.'),
  errorRule('trailer', 'A trailer is not a line such as `Issue: PLAT-123`.'),
  errorRule('signing-key', 'The signing key refers to an invalid variable, name, address or path.'),
] as const

/** The rules by subject, in display order. */
export const configurationRuleGroups = {
  'Reading the file': reading,
  Secrets: secrets,
  Hosts: hosts,
  Repositories: repositories,
  'Pull requests and schedule': pullRequests,
  Commits: commits,
} as const

/** The name of a rule. */
export type ConfigurationRuleId =
  (typeof configurationRuleGroups)[keyof typeof configurationRuleGroups][number]['id']

/** All rules. */
export const configurationRules: readonly (ValidationRule & { readonly id: ConfigurationRuleId })[] =
  Object.values(configurationRuleGroups).flat()

const severities = new Map<string, Severity>(configurationRules.map(({ id, severity }) => [id, severity]))

/** Severity of the findings of a rule. */
export function severityOf(rule: ConfigurationRuleId): Severity {
  return severities.get(rule) ?? 'error'
}
