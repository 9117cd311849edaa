/** Thrown for a pattern that RE2 rejects or that ECMAScript cannot express exactly. */
export class RegexRefused extends Error {}

export type PatternReader = ReturnType<typeof createPatternReader>

/** A position in the text of a regular expression. */
export function createPatternReader(text: string) {
  let offset = 0
  return {
    done: () => offset >= text.length,
    startsWith: (start: string) => text.startsWith(start, offset),
    accept(expected: string): boolean {
      if (!text.startsWith(expected, offset)) return false
      offset += expected.length
      return true
    },
    /** Consumes and returns the match of a sticky expression at the current index. */
    match(pattern: RegExp): RegExpExecArray | undefined {
      pattern.lastIndex = offset
      const match = pattern.exec(text)
      if (match === null) return undefined
      offset += match[0].length
      return match
    },
    /** The next character; throws RegexRefused at the end. */
    nextCode(): number {
      const code = text.codePointAt(offset)
      if (code === undefined) throw new RegexRefused()
      offset += code > 0xffff ? 2 : 1
      return code
    },
  }
}
