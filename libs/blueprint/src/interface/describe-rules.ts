import type { BlueprintRules, BlueprintRuleSet } from '../blueprint.ts'

/** Longer patterns, such as those of address ranges, are unreadable. */
const longestPattern = 120

/** The pattern of the value itself, if it is readable. */
export function readablePattern({ pattern }: BlueprintRules): string | undefined {
  return pattern !== undefined && pattern.length <= longestPattern ? pattern : undefined
}

/**
 * Describes the values that the rules accept, e.g. `20 to 1000` or `one of 15.7, 16.3`; without the pattern from
 * `readablePattern`.
 */
export function describeRules({ pattern, ...rules }: BlueprintRules): string | undefined {
  const isTold = readablePattern({ pattern }) !== undefined
  const parts = describeParts(isTold ? rules : { pattern, ...rules })
  return parts.length === 0 ? undefined : parts.join('; ')
}

function describeParts(rules: BlueprintRules): readonly string[] {
  return [
    rules['allowed-values'] === undefined
      ? undefined
      : `one of ${rules['allowed-values'].map(nameChoice).join(', ')}`,
    range(rules.minimum, rules.maximum),
    rules['exclusive-minimum'] === undefined ? undefined : `more than ${rules['exclusive-minimum']}`,
    rules['exclusive-maximum'] === undefined ? undefined : `less than ${rules['exclusive-maximum']}`,
    rules['multiple-of'] === undefined ? undefined : multipleOf(rules['multiple-of']),
    range(rules['min-length'], rules['max-length'], 'character'),
    range(rules['min-items'], rules['max-items'], 'item'),
    rules['unique-items'] === true ? 'no item twice' : undefined,
    rules.format === undefined ? undefined : formatNames[rules.format],
    rules.pattern === undefined ? undefined : `matching ${readablePattern(rules) ?? 'a long pattern'}`,
    rules.keys === undefined ? undefined : `keys: ${describeSet(rules.keys)}`,
    rules['not-null'] === true ? 'not null' : undefined,
    ...(rules['all-of'] ?? []).map(describeSet),
    rules['any-of']?.map(describeSet).join(' or '),
    ...(rules.not ?? []).map((set) =>
      // Rules let null pass, so null alone passes where everything is refused.
      Object.keys(set).length === 0 ? 'left out' : `not ${describeSet(set)}`,
    ),
  ].filter((part) => part !== undefined)
}

const formatNames = {
  'ip-range': 'an address range (CIDR)',
  'ipv4-range': 'an IPv4 address range (CIDR)',
} as const

function describeSet({ constraints = {}, ...rules }: BlueprintRuleSet): string {
  const parts = [
    ...describeParts(rules),
    ...Object.entries(constraints).map(([path, inner]) => `${path} ${describeSet(inner)}`),
  ]
  if (parts.length === 0) return 'anything'
  return parts.length === 1 ? parts.join() : `(${parts.join(' and ')})`
}

function multipleOf(divisor: number): string {
  return divisor === 1 ? 'a whole number' : `a multiple of ${divisor}`
}

/** The empty text would leave nothing to see. */
function nameChoice(value: unknown): string {
  return value === '' ? '""' : String(value)
}

/** `unit` is the word for one of what is counted. */
function range(minimum: number | undefined, maximum: number | undefined, unit?: string): string | undefined {
  const counted = (count: number) =>
    unit === undefined ? `${count}` : `${count} ${unit}${count === 1 ? '' : 's'}`
  if (minimum === undefined) return maximum === undefined ? undefined : `at most ${counted(maximum)}`
  if (maximum === undefined) return `at least ${counted(minimum)}`
  if (minimum === maximum) return counted(minimum)
  return `${minimum} to ${maximum}${unit === undefined ? '' : ` ${unit}s`}`
}
