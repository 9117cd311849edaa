import type { Severity } from '@groundplan/errors'

/** A validation rule. */
export interface ValidationRule {
  /** Stable name; findings carry it. */
  readonly id: string
  readonly severity: Severity
  /** What the rule reports, in one line of Markdown. */
  readonly description: string
}

const reading = [
  error('size', 'The file exceeds one million characters.'),
  error('encoding', 'The file is not UTF-8 text.'),
  error('yaml', 'The file is not YAML, or a key is defined twice.'),
  error('shape', 'A value has the wrong type.'),
  error('missing-key', 'A required key is missing.'),
  error('unknown-key', 'The key is unknown.'),
  error('unknown-grain-kind', 'A grain has an unknown kind.'),
  error('unquoted-expression', 'An expression is not quoted, so YAML reads it as a map.'),
  error(
    'unquoted-revision',
    'A commit, branch or tag made of digits is not quoted, so YAML reads it as a number.',
  ),
] as const

const inputs = [
  error('type', 'The type of an input is not a valid Terraform type.'),
  error('default', 'A default does not match the type or the rules of its input.'),
  error('pattern', 'A pattern is not a valid regular expression.'),
  error('slow-pattern', 'A pattern can take so long to match that the form freezes, such as `^(a+)+$`.'),
  error('constraint-path', 'A rule refers to a path that does not exist in the type.'),
  error('constraint-type', 'A rule can never apply to its type, such as `pattern` to a number.'),
  error('constraint-range', 'No value can satisfy a rule: its lower bound is above its upper bound.'),
  warning('duplicate-name', 'Names differ only in case or spaces.'),
  warning('unused-input', 'No grain, output or label uses the input.'),
  error('stored-ephemeral-input', 'An output or a label would store the value of an ephemeral input.'),
] as const

const references = [
  error('expression', 'An expression has a syntax error.'),
  error('unsupported-expression', 'An expression needs something that only Torque provides.'),
  error('undefined-input', 'The input is not defined.'),
  error('undefined-grain', 'The grain is not defined.'),
  error('undefined-output', 'The grain does not declare the output.'),
  error('undefined-variable', 'An expression uses an unknown variable.'),
  error('missing-dependency', 'A grain uses another grain without depending on it.'),
] as const

const grains = [
  error('unknown-dependency', '`depends-on` names a grain that is not defined.'),
  error('self-dependency', 'A grain depends on itself.'),
  error('dependency-cycle', 'Grains have a circular dependency.'),
  warning('duplicate-dependency', '`depends-on` names a grain twice.'),
  error('duplicate-grain-input', 'A grain sets the same input or environment variable twice.'),
  warning('duplicate-grain-output', 'A grain lists the same output twice.'),
  error('provider-name', 'A provider configuration has an invalid name or source.'),
  error('provider-setting', 'A setting of a provider has no effect or is provided twice.'),
  error('source', 'A source has more than one of commit, branch and tag.'),
  warning('unpinned-source', 'A source is not pinned to a commit, so launches may differ over time.'),
  warning('grain-not-launchable', 'Groundplan keeps grains of this kind but does not launch them.'),
] as const

const form = [
  error('undefined-form-input', 'A section of the launch form lists an input that is not defined.'),
  error('duplicate-form-input', 'The launch form lists an input twice.'),
] as const

const secrets = [
  error('known-secret', 'A value looks like an access key, a token or a private key.'),
  warning('likely-secret', 'A password, secret or token has a value that looks real.'),
  warning('secret-default', 'A sensitive input has a default, which everyone can read.'),
] as const

const modules = [
  error('unknown-commit', "A grain's revision does not exist in the repository."),
  error('unknown-module', "A grain's path does not contain a Terraform module."),
  warning('broken-module', "The grain's module has errors, so its variables may be incomplete."),
  error('unknown-module-input', 'A grain sets an input that its module does not have.'),
  error('missing-module-input', 'A grain does not set a variable that its module requires.'),
  error(
    'stored-ephemeral-value',
    'A module variable that is not ephemeral gets the value of an ephemeral input.',
  ),
  error('missing-provider', 'A grain lacks a provider configuration that its module expects.'),
  error('unknown-provider', 'A grain has a provider configuration that its module does not declare.'),
  error('unknown-module-output', 'A grain lists an output that its module does not have.'),
] as const

/** The rules by subject, in display order. */
export const ruleGroups = {
  'Reading the file': reading,
  Inputs: inputs,
  Expressions: references,
  Grains: grains,
  'Launch form': form,
  Secrets: secrets,
  Modules: modules,
} as const

/** The name of a rule. */
export type RuleId = (typeof ruleGroups)[keyof typeof ruleGroups][number]['id']

/** All rules. */
export const validationRules: readonly (ValidationRule & { readonly id: RuleId })[] =
  Object.values(ruleGroups).flat()

const severities = new Map<string, Severity>(validationRules.map(({ id, severity }) => [id, severity]))

/** Severity of the findings of a rule. */
export function severityOf(rule: RuleId): Severity {
  return severities.get(rule) ?? 'error'
}

/** Creates a rule with severity error. */
export function error<Id extends string>(id: Id, description: string) {
  return { id, severity: 'error', description } as const
}

/** Creates a rule with severity warning. */
export function warning<Id extends string>(id: Id, description: string) {
  return { id, severity: 'warning', description } as const
}
