import { isPattern, isQuickPattern } from '@groundplan/terraform-type'

/** A problem with a pattern. */
export interface PatternProblem {
  readonly rule: 'pattern' | 'slow-pattern'
  /** The end of a sentence that begins with the pattern. */
  readonly said: string
  /** The next step. */
  readonly hint: string
}

/** Finds problems with a pattern; `undefined` if forms can check it while users type. */
export function findPatternProblem(pattern: string): PatternProblem | undefined {
  if (!isPattern(pattern))
    return {
      rule: 'pattern',
      said: 'is not a valid regular expression',
      hint: 'Use ECMAScript syntax with the u flag, and check brackets and backslashes.',
    }
  if (isQuickPattern(pattern)) return undefined
  return {
    rule: 'slow-pattern',
    said: 'can take so long to match that the form freezes',
    hint:
      'Rewrite it so that a string can match in only one way: avoid nested repetitions such as `(a+)+` ' +
      'and adjacent repetitions of the same characters such as `.*.*x`.',
  }
}
