/** About ten million steps, a tenth of a second. */
const mostSteps = 7

/**
 * True if the pattern matches somewhere in the text, and where it is not tried: a pattern that goes back over the text again and
 * again could take longer than anyone waits, and patterns come from repositories of strangers.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  return logOfSteps(text.length, pattern) > mostSteps || new RegExp(pattern, 'u').test(text)
}

/** Decimal logarithm of the steps at worst: exponential where a group repeats, otherwise a power for each repetition. */
function logOfSteps(length: number, pattern: string): number {
  const count = (part: RegExp) => pattern.match(part)?.length ?? 0
  const repeatedGroups = count(/\)[*+{]/g)
  return repeatedGroups > 0
    ? length * Math.log10(1 + repeatedGroups + count(/\|/g))
    : (1 + count(/[*+}]/g)) * Math.log10(length + 1)
}
