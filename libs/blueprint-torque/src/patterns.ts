/**
 * The patterns that say "a number" of a text, since Torque has no numbers. An import reads inputs with one of them as numbers
 * again.
 */
export const numberPattern = '^-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$'
export const wholeNumberPattern = '^-?[0-9]+$'

/** The text for an omitted value: Torque parses it as JSON and passes null to Terraform. */
export const nullText = 'null'

/** Extends a pattern to also match the text for an omitted value. */
export function orEmpty(pattern: string, empty: string): string {
  return `^${empty}$|(?:${pattern})`
}

/** Reverses `orEmpty`. Returns any other pattern unchanged. */
export function withoutEmpty(pattern: string, empty: string): string {
  const start = `^${empty}$|(?:`
  return pattern.startsWith(start) && pattern.endsWith(')') ? pattern.slice(start.length, -1) : pattern
}
