import { describeRules, toBlueprintRules, type BlueprintRules } from '@groundplan/blueprint'
import type { Variable } from '@groundplan/terraform-module'
import { listRepeated, rulesOfKind, type RuleKind } from './overlay-rules.ts'

type Validation = Variable['validations'][number]

export function hasMessage({ errorMessage }: Pick<Validation, 'errorMessage'>): boolean {
  return errorMessage.trim() !== ''
}

/**
 * The module's validations without the messages that an overlay's rules make wrong: "from 1 to 100" where the overlay accepts
 * no more than 50. A message about something else stays.
 */
export function withoutNarrowedMessages(
  validations: readonly Validation[],
  rules: BlueprintRules,
): readonly Validation[] {
  const narrowed = narrowedKinds(validations, rules)
  return validations.map((validation) =>
    kindsOf(validation).some((kind) => isAbout(kind, narrowed))
      ? { ...validation, errorMessage: '' }
      : validation,
  )
}

/** What is accepted where an overlay narrows it, in words, to stand beside messages of the module that stay. */
export function tellNarrowed(validations: readonly Validation[], rules: BlueprintRules): string {
  const narrowed = narrowedKinds(validations, rules)
  const all = { ...ownRules(validations), ...effective(validations, rules) }
  const told = [...narrowed].flatMap((kind) => {
    const { pattern, ...others } = rulesOfKind(all, kind)
    return [describeRules(others), pattern === undefined ? undefined : `matching ${pattern}`]
  })
  const words = told.filter((part) => part !== undefined)
  return words.length === 0 ? '' : `Accepted: ${words.join('; ')}.`
}

function narrowedKinds(validations: readonly Validation[], rules: BlueprintRules): ReadonlySet<RuleKind> {
  return kindsIn(effective(validations, rules))
}

/** The overlay's rules without those that the module has already. */
function effective(validations: readonly Validation[], rules: BlueprintRules): BlueprintRules {
  const repeated = new Set<string>(
    listRepeated(
      rules,
      validations.flatMap(({ constraints }) => constraints),
    ),
  )
  return Object.fromEntries(Object.entries(rules).filter(([key]) => !repeated.has(key)))
}

function ownRules(validations: readonly Validation[]): BlueprintRules {
  return toBlueprintRules(
    validations.flatMap(({ constraints }) => constraints.filter(({ path }) => path === '')),
  )
}

function kindsOf(validation: Validation): readonly RuleKind[] {
  return [...kindsIn(ownRules([validation]))]
}

const kinds: readonly RuleKind[] = ['choice', 'format', 'length', 'number', 'size']

function kindsIn(rules: BlueprintRules): ReadonlySet<RuleKind> {
  return new Set(kinds.filter((kind) => Object.keys(rulesOfKind(rules, kind)).length > 0))
}

/** Fewer choices touch every rule, and every rule may leave fewer choices. */
function isAbout(kind: RuleKind, narrowed: ReadonlySet<RuleKind>): boolean {
  return narrowed.has(kind) || (kind === 'choice' && narrowed.size > 0)
}
