/**
 * The patterns that say "a number" of a text, since Torque has no numbers. An import reads inputs with one of them as numbers
 * again.
 */
export const numberPattern = '^-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$'
export const wholeNumberPattern = '^-?[0-9]+$'

/** What is written where a value is left out: Torque reads it as JSON and gives Terraform null. */
export const nullText = 'null'

/** The pattern that lets the text for nothing pass too. */
export function orNothing(pattern: string, nothing: string): string {
  return `^${nothing}$|(?:${pattern})`
}

/** The pattern that `orNothing` was given; another pattern as it is. */
export function withoutNothing(pattern: string, nothing: string): string {
  const start = `^${nothing}$|(?:`
  return pattern.startsWith(start) && pattern.endsWith(')') ? pattern.slice(start.length, -1) : pattern
}
