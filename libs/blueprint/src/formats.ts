import { addressRangePattern, ipv4RangePattern } from '@groundplan/terraform-type'
import type { BlueprintRules } from './blueprint.ts'

type Format = NonNullable<BlueprintRules['format']>

/** Named formats for patterns that are too long to read. */
const patterns: Readonly<Record<Format, string>> = {
  'ip-range': addressRangePattern,
  'ipv4-range': ipv4RangePattern,
}

/** The pattern of a format. */
export function patternOf(format: Format): string {
  return patterns[format]
}

/** Replaces the pattern in the rules with the name of its format, if it has one. */
export function withFormat({ pattern, ...rules }: BlueprintRules): BlueprintRules {
  if (pattern === undefined) return rules
  const format = (Object.keys(patterns) as Format[]).find((name) => patterns[name] === pattern)
  return format === undefined ? { pattern, ...rules } : { format, ...rules }
}
