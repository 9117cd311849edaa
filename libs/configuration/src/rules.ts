import { errorRule, warningRule, type ValidationRule } from '@groundplan/blueprint'
import type { Severity } from '@groundplan/errors'

const reading = [
  errorRule('size', 'The file has more than a million characters.'),
  errorRule('yaml', 'The file is not YAML, or a key is defined twice.'),
  errorRule('shape', 'A value is of another kind than its key expects.'),
  errorRule('missing-key', 'A key that must be there is missing.'),
  errorRule('unknown-key', 'The format has no such key.'),
] as const

const secrets = [
  errorRule('plain-secret', 'A secret stands in the file instead of a reference to it.'),
  errorRule('known-secret', 'A text looks like an access key, a token or a private key.'),
  errorRule('secret-in-url', 'An address has a user or a password in it.'),
  errorRule('reference', 'A reference has a name that no variable or secret can have.'),
  errorRule('secret-name', 'A reference names a variable that is not called `GROUNDPLAN_SECRET_…`.'),
] as const

const hosts = [
  errorRule('unknown-host-kind', 'A host is of no kind that there is.'),
  errorRule('host-name', 'The name of a host is not made of lower-case letters, digits and `-`.'),
  errorRule('url', 'An address is not one of HTTP(S).'),
  errorRule('insecure-url', 'An address is HTTP, so that others on the network can read the token.'),
  warningRule('duplicate-host', 'Two hosts are the same, under two names.'),
  warningRule('unused-host', 'No selection is about the host.'),
  warningRule(
    'missing-token',
    "A host is used without a token, which only works for the blueprint repository's own host.",
  ),
] as const

const repositories = [
  errorRule('undefined-host', 'There is no host of this name.'),
  errorRule('owner', 'The owner is empty, or an address instead of a name.'),
  errorRule('glob', 'A text is no glob.'),
  errorRule('date', 'A text is neither a date nor a duration.'),
  errorRule('conflicting-keys', 'A selection has both `refs` and `tags`.'),
  errorRule(
    'unsupported-filter',
    'The host does not tell what a filter asks for, so that nothing could be selected.',
  ),
  warningRule('unreachable', 'Nothing can be selected: whatever is included is excluded, too.'),
  warningRule('unreachable-selection', 'An earlier selection takes everything that this one could.'),
  warningRule('duplicate-selection', 'The same selection is defined twice.'),
] as const

const pullRequests = [
  errorRule('branch-prefix', 'No branch can be called so.'),
  errorRule('reviewer', 'A reviewer is not a name, or an `organisation/team`.'),
  errorRule('label', 'A label is empty or longer than 50 characters.'),
  errorRule('duration', 'A text is no duration, or one that is too short.'),
] as const

/** The rules by what they look at, in the order in which people read them. */
export const configurationRuleGroups = {
  'Reading the file': reading,
  Secrets: secrets,
  Hosts: hosts,
  Repositories: repositories,
  'Pull requests and schedule': pullRequests,
} as const

/** The name of a rule. */
export type ConfigurationRuleId =
  (typeof configurationRuleGroups)[keyof typeof configurationRuleGroups][number]['id']

/** Every rule that there is. */
export const configurationRules: readonly (ValidationRule & { readonly id: ConfigurationRuleId })[] =
  Object.values(configurationRuleGroups).flat()

const severities = new Map<string, Severity>(configurationRules.map(({ id, severity }) => [id, severity]))

/** How much the findings of a rule matter. */
export function severityOf(rule: ConfigurationRuleId): Severity {
  return severities.get(rule) ?? 'error'
}
