import { isQuickPattern } from './pattern/is-quick-pattern.ts'

/**
 * True if the pattern matches somewhere in the text, and where it is not tried: a pattern that backtracks could take longer
 * than anyone waits, and patterns come from repositories of strangers.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  return !isQuickPattern(pattern, text.length) || new RegExp(pattern, 'u').test(text)
}
