import { addressRangePattern, ipv4RangePattern } from '@groundplan/terraform-type'
import type { BlueprintRules } from './blueprint.ts'

type Format = NonNullable<BlueprintRules['format']>

/** Names for patterns that are too long for people to read. */
const patterns: Readonly<Record<Format, string>> = {
  'ip-range': addressRangePattern,
  'ipv4-range': ipv4RangePattern,
}

/** The pattern that a format stands for. */
export function patternOf(format: Format): string {
  return patterns[format]
}

/** The rules with their pattern by its name, if it has one. */
export function withFormat({ pattern, ...rules }: BlueprintRules): BlueprintRules {
  if (pattern === undefined) return rules
  const format = (Object.keys(patterns) as Format[]).find((name) => patterns[name] === pattern)
  return format === undefined ? { pattern, ...rules } : { format, ...rules }
}
