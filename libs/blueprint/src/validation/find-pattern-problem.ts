import { isPattern, isQuickPattern } from '@groundplan/terraform-type'

/** What is wrong with a pattern that a person wrote. */
export interface PatternProblem {
  readonly rule: 'pattern' | 'slow-pattern'
  /** The end of a sentence that begins with the pattern. */
  readonly said: string
  /** The next step. */
  readonly hint: string
}

/** `undefined` for a regular expression that forms can check as people type. */
export function findPatternProblem(pattern: string): PatternProblem | undefined {
  if (!isPattern(pattern))
    return {
      rule: 'pattern',
      said: 'is not a regular expression',
      hint: 'Write it as ECMAScript does with the flag u, and check brackets and backslashes.',
    }
  if (isQuickPattern(pattern)) return undefined
  return {
    rule: 'slow-pattern',
    said: 'can take so long to check that the form freezes',
    hint:
      'Write it so that a text matches in one way only: no repetition directly inside another, as in `(a+)+`, ' +
      'and no neighbouring repetitions of the same characters, as in `.*.*x`.',
  }
}
