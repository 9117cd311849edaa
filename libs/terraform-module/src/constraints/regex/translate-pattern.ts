import { isQuickPattern } from '@groundplan/terraform-type'
import { parseRe2 } from './parse-re2.ts'
import { RegexRefused } from './pattern-reader.ts'
import { printEcmascript } from './print-ecmascript.ts'
import type { RegexNode } from './regex-node.ts'

/** A regular expression that RE2 and ECMAScript understand in the same way. */
export interface TranslatedPattern {
  readonly node: RegexNode
  /** ECMAScript, flag `u`. */
  readonly text: string
}

const maximumLength = 2_000

/**
 * Translates a regular expression of Terraform (RE2 syntax) to ECMAScript with the flag `u`. Gives `undefined` where RE2
 * refuses it, where the two languages differ in a way this does not cover, and where a backtracking engine could take
 * very long: no pattern is better than a wrong one.
 */
export function translatePattern(re2: string): TranslatedPattern | undefined {
  if (re2.length > maximumLength) return undefined
  try {
    const node = parseRe2(re2)
    const text = printEcmascript(node)
    return isQuickPattern(text) ? { node, text } : undefined
  } catch (error) {
    if (error instanceof RegexRefused) return undefined
    throw error
  }
}
