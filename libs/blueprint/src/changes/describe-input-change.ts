import { stringifyJson } from '@groundplan/terraform-type'
import type { BlueprintRules } from '../blueprint.ts'
import { describeRules } from '../interface/describe-rules.ts'
import type { ChangeRule, EntryKeyChange, InputRuleChange } from './blueprint-change.ts'
import type { Quote } from './quote.ts'
import { listTypeDifferences, type TypeDifference } from './type-differences.ts'

type InputKeyChange = EntryKeyChange<'inputs'>

/** Describes the change of an input's key, for `describeChange`. */
export function describeInputKey(change: InputKeyChange, quote: Quote): string {
  const { rule, name, key, to } = change
  const input = `input ${quote.name(name)}`
  if (key === 'type') return `${input} ${effects[rule] ?? 'changed'}: ${describeType(change, quote)}`
  if (key === 'default') return describeDefault(change, quote)
  switch (rule) {
    case 'input-deprecated':
      return `${input} is deprecated: ${quote.value(String(to))}`
    case 'unit-changed':
      return `the unit of ${input} ${fromTo(change, (unit) => quote.value(String(unit)))}`
    case 'input-text-changed':
      return `the ${textNames.get(key) ?? key} of ${input} changed`
    default:
      return `${input} ${sentences[rule] ?? 'changed'}`
  }
}

/** Describes the change of an input's rule. */
export function describeInputRule(change: InputRuleChange, quote: Quote): string {
  const { rule, name, place } = change
  const where = place === undefined ? '' : ` at ${quote.name(place)}`
  const sentence =
    describeChoices(change, quote) ?? `${effects[rule] ?? 'changed'}: ${describeRule(change, quote)}`
  return `input ${quote.name(name)}${where} ${sentence}`
}

/** A constant as JSON. */
export function describeValue(value: unknown, quote: Quote): string {
  return quote.value(stringifyJson(value))
}

type Words = Readonly<Partial<Record<ChangeRule, string>>>

const sentences: Words = {
  'input-required': 'is now required',
  'input-optional': 'is no longer required',
  'null-refused': 'may no longer be null',
  'null-accepted': 'may now be null',
  'input-sensitive-added': 'is now a secret',
  'input-ephemeral-added': 'is no longer stored, so every plan and apply asks for it',
  'input-ephemeral-removed': 'is now stored with the environment',
  'input-sensitive-removed': 'is no longer a secret, so its value is visible',
}

const effects: Words = {
  'type-narrowed': 'accepts fewer values',
  'type-changed': 'accepts different values',
  'type-widened': 'accepts more values',
  'type-default-changed': 'has different nested defaults',
  'type-rewritten': 'accepts the same values',
  'rule-narrowed': 'accepts fewer values',
  'rule-changed': 'accepts different values',
  'rule-widened': 'accepts more values',
  'rule-rewritten': 'accepts the same values',
}

const textNames: ReadonlyMap<string, string> = new Map([
  ['display-name', 'title'],
  ['description', 'description'],
  ['validation-description', 'validation message'],
  ['unit', 'unit'],
  ['deprecated', 'deprecation'],
])

function describeDefault({ rule, name, from, to, secret }: InputKeyChange, quote: Quote): string {
  const input = `input ${quote.name(name)}`
  const tell = (words: string, value: unknown) =>
    secret === true || value === undefined ? '' : `${words} ${describeValue(value, quote)}`
  if (rule === 'input-required') return `${input} is now required${tell('; its default was', from)}`
  if (rule === 'input-optional') return `${input} is no longer required${tell('; its default is', to)}`
  if (to === undefined) return `${input} is now empty by default${tell('; its default was', from)}`
  if (from === undefined) return `${input} now has a default${tell(':', to)}`
  return secret === true
    ? `the default of ${input} changed`
    : `the default of ${input} ${fromTo({ from, to }, (value) => describeValue(value, quote))}`
}

function describeRule({ key, from, to }: InputRuleChange, quote: Quote): string {
  const words = (value: unknown) => quote.value(wordsOf(key, value))
  if (to === undefined) return `${words(from)} no longer applies`
  if (from === undefined) return `now ${words(to)}`
  if (key === 'allowed-values') return 'the choices were reordered'
  return `now ${words(to)}, previously ${words(from)}`
}

/** Which choices came and went; `undefined` for other rules, and where only the order changed. */
function describeChoices({ key, from, to }: InputRuleChange, quote: Quote): string | undefined {
  if (key !== 'allowed-values' || from === undefined || to === undefined) return undefined
  const [before, after] = [from as readonly unknown[], to as readonly unknown[]]
  const [old, present] = [new Set(before), new Set(after)]
  const gone = before.filter((value) => !present.has(value))
  const added = after.filter((value) => !old.has(value))
  const list = (values: readonly unknown[]) => quote.value(values.map(String).join(', '))
  const parts = [
    gone.length === 0 ? [] : [`no longer accepts ${list(gone)}`],
    added.length === 0 ? [] : [`now also accepts ${list(added)}`],
  ].flat()
  return parts.length === 0 ? undefined : parts.join(' and ')
}

function wordsOf(key: keyof BlueprintRules, value: unknown): string {
  return key === 'pattern' ? `matching ${String(value)}` : (describeRules({ [key]: value }) ?? key)
}

/** Further differences are only counted. */
const mostDifferences = 3

function describeType({ from, to }: InputKeyChange, quote: Quote): string {
  const differences = listTypeDifferences(String(from), String(to))
  const whole = `its type ${fromTo({ from, to }, (type) => quote.value(String(type)))}`
  if (differences.length === 0) return whole
  const described = differences
    .slice(0, mostDifferences)
    .map((difference) => describeDifference(difference, quote))
  const rest = differences.length - described.length
  return [...described, ...(rest === 0 ? [] : [`and ${rest} more`])].join(', ')
}

const attributeSentences: Readonly<Record<Exclude<TypeDifference['what'], 'type'>, string>> = {
  added: 'was added',
  'added-required': 'was added and is required',
  removed: 'was removed',
  optional: 'is now optional',
  required: 'is now required',
  default: 'has a different default',
}

function describeDifference(difference: TypeDifference, quote: Quote): string {
  const { place, what } = difference
  if (what !== 'type') return `attribute ${quote.name(place)} ${attributeSentences[what]}`
  const subject = place === '' ? 'its type' : `the type of ${quote.name(place)}`
  return `${subject} ${fromTo(difference, (type) => quote.value(String(type)))}`
}

function fromTo(
  { from, to }: { readonly from?: unknown; readonly to?: unknown },
  show: (value: unknown) => string,
): string {
  return `changed from ${show(from)} to ${show(to)}`
}
